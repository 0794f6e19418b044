package io.chorale.websocket.cluster;

/** An event is larger than the manager carries. It was not taken; no try will be more successful. */
public class EventTooLargeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public EventTooLargeException(String message) {
        super(message);
    }
}
