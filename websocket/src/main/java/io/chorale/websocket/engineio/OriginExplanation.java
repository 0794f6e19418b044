package io.chorale.websocket.engineio;

/**
 * Tells a page why its websocket is refused. A browser shows a page nothing of the HTTP answer to a websocket, so the
 * connection is accepted, no session is opened, the first message is answered with an error of the protocol above
 * Engine.IO, and the connection is closed (1008). Must be safe for use by many threads and must not block.
 */
@FunctionalInterface
public interface OriginExplanation {

    /** @param first the client's first message, without the type character of Engine.IO */
    EnginePacket answer(OriginRefusal refusal, String first);
}
