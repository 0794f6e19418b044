package io.chorale.app.accounts;

/** Slows guessing down. Safe for use by many threads. */
interface SignInLimit {

    /** Counts a try. @return false when there were too many */
    boolean allows(String email, String address);

    /** The try was no guess: it does not count. */
    void succeeded(String email, String address);

    /** After how many seconds it is certainly worth trying again. */
    int retrySeconds();
}
