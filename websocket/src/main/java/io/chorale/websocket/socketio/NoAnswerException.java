package io.chorale.websocket.socketio;

/** A client that was asked is gone or did not answer in time. */
public class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoAnswerException(String message) {
        super(message);
    }
}
