package io.chorale.app.server;

/** The port is taken, or not ours to take. The message names it and says what to do. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenException(String message) {
        super(message);
    }
}
