package io.chorale.app.database;

/** The database cannot be opened or brought up to date; the message says which one and what to check. */
public final class DatabaseUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
