package io.chorale.websocket.socketio;

/** Handles one event. Runs on the socket's own thread, one at a time, in the order in which the client sent. */
@FunctionalInterface
public interface EventHandler {
    void handle(Socket socket, Arguments arguments, Ack ack) throws Exception;
}
