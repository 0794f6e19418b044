package io.chorale.websocket.socketio;

/** Handles an event that another replica sent with {@link Namespace#serverSideEmit}, one at a time, in order. */
@FunctionalInterface
public interface ServerSideHandler {
    void handle(Arguments arguments, Ack ack) throws Exception;
}
