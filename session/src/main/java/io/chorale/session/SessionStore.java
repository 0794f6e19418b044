package io.chorale.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where sessions live. Safe for use by many threads. Every method throws {@link SessionStoreUnavailableException} when
 * the store cannot be asked within its configured time; callers must not take that for "no session".
 *
 * <p>All implementations pass {@code SessionStoreContract}.
 */
public interface SessionStore extends AutoCloseable {

    /** As in start-up lines and metrics: {@code memory}, {@code redis}. */
    String name();

    /** Adds a session under a key that was never used before. */
    void create(SessionRecord session);

    /**
     * Reads a session that has not expired and, when the last touch is old enough, renews its idle time; at most one
     * round trip.
     */
    Optional<SessionRecord> load(SessionKey key);

    /**
     * Changes attributes: those named in {@code removed} go, those in {@code changed} are set, all others stay as they
     * are (also if another request changes them at this moment).
     *
     * @return false when the session is gone; a session never comes back by a late save
     * @throws IllegalArgumentException when an attribute, or all of them together, would exceed the bounds
     */
    boolean update(SessionKey key, Map<String, String> changed, Set<String> removed);

    /** Ends a session at once. Returns whether there was one. */
    boolean delete(SessionKey key);

    /** Live sessions of a user, newest first, at most 1,000. */
    List<SessionRecord> findByUser(String userId);

    /** Ends all sessions of a user, at most 1,000. Returns how many there were. */
    int deleteByUser(String userId);

    @Override
    void close();
}
