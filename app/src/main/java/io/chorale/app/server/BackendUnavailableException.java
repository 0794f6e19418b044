package io.chorale.app.server;

/** Redis or the database cannot be reached at the start. The message is for the operator: what, why, what to do. */
public final class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BackendUnavailableException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
