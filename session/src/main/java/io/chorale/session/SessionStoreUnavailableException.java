package io.chorale.session;

/** The session store did not answer in time: neither signed in nor signed out is known. Answer 503, never 401. */
public class SessionStoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SessionStoreUnavailableException(String message) {
        super(message);
    }

    public SessionStoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
