package io.chorale.websocket.relay;

/** The owner of a session cannot be reached now. The session may live; the client can try again. */
public final class RelayUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RelayUnavailableException(String message) {
        super(message, null, false, false);
    }
}
