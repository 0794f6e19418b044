package io.chorale.websocket.cluster;

/** The backend has been away for so long that no more events can wait for it. The event was not taken. */
public class OutboxFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutboxFullException(String message) {
        super(message);
    }
}
