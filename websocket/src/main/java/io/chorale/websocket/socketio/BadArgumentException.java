package io.chorale.websocket.socketio;

/** A client sent something else than the handler asked for. Thrown through a handler it only costs the event. */
public class BadArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public BadArgumentException(String message) {
        super(message);
    }

    public BadArgumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
