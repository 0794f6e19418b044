package io.chorale.websocket.relay;

/** The replica that owned the session is not there any more, and the session with it. */
public final class OwnerGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OwnerGoneException(String message) {
        super(message, null, false, false);
    }
}
