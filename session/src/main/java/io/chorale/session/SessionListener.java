package io.chorale.session;

/** Hears of ended sessions, on a thread that may block for a while; called by one thread at a time. */
public interface SessionListener {

    void ended(SessionEnded session);

    /**
     * Announcements may have been lost (the store was away, or too many came at once): whoever holds something open
     * for a session asks again whether it lives.
     */
    void mayHaveMissed();
}
