package io.chorale.app.database;

/** The database had no room or no answer in time. Nothing was read or written, or it is not known: answer 503. */
public final class DatabaseBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseBusyException(String message, Throwable cause) {
        super(message, cause);
    }

    DatabaseBusyException(String message) {
        super(message);
    }
}
