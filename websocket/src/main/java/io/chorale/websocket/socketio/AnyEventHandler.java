package io.chorale.websocket.socketio;

/** Sees every event of a namespace before its own handlers. */
@FunctionalInterface
public interface AnyEventHandler {
    void handle(Socket socket, String event, Arguments arguments) throws Exception;
}
