package io.chorale.websocket.socketio;

/**
 * Decides whether a client may join a namespace. Runs on the socket's own thread before the client is answered, and may
 * block; what the client sends in the meantime waits.
 */
@FunctionalInterface
public interface Middleware {
    /**
     * @param socket not in its rooms yet: nothing reaches it
     * @throws ConnectRefusedException to refuse
     */
    void accept(Socket socket) throws Exception;
}
