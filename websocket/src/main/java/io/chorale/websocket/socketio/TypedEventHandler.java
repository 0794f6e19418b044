package io.chorale.websocket.socketio;

/** Like {@link EventHandler}, for events of one argument of a known class. */
@FunctionalInterface
public interface TypedEventHandler<T> {
    void handle(Socket socket, T argument, Ack ack) throws Exception;
}
