package io.chorale.websocket.socketio;

import io.chorale.websocket.engineio.CloseReason;

/** Told once when a socket that was connected is gone, behind all its events. {@link Socket#rooms} are still there. */
@FunctionalInterface
public interface DisconnectHandler {
    void handle(Socket socket, CloseReason reason) throws Exception;
}
