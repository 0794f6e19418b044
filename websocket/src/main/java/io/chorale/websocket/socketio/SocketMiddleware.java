package io.chorale.websocket.socketio;

/** Sees each event of one socket before its handlers, in order, on the socket's own thread. */
@FunctionalInterface
public interface SocketMiddleware {
    /** @return false to drop the event */
    boolean allows(String event, Arguments arguments) throws Exception;
}
