package io.chorale.websocket.engineio;

/**
 * Receives what the client of one session sends. Calls never overlap; {@link #onClose} is the last one and comes
 * exactly once, whatever ended the session. A listener that blocks holds back only its own client.
 */
public interface EngineListener {

    /**
     * A text message, without the Engine.IO type character. The bytes are valid UTF-8 and belong to the caller: they
     * must not be kept after the call returns.
     */
    void onText(byte[] utf8, int offset, int length);

    /** A binary message; the array belongs to the listener. */
    void onBinary(byte[] data);

    void onClose(CloseReason reason);
}
