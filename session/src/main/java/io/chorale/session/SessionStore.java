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

    /**
     * Adds a session; one that is there under the key stays as it is. When the user then has more than {@link
     * SessionLimits#SESSIONS_PER_USER}, those that would expire first end.
     *
     * @return false when a session under this key was ended in the last minutes: it never comes back
     * @throws IllegalArgumentException when it is over {@link SessionLimits}
     */
    boolean create(SessionRecord session);

    /**
     * Reads a session that has not expired and, when the last touch is old enough, renews its idle time; at most one
     * round trip.
     */
    Optional<SessionRecord> load(SessionKey key);

    /**
     * Changes attributes: those named in {@code removed} go, those in {@code changed} are set, all others stay as they
     * are (also if another request changes them at this moment). A name in both is set.
     *
     * @return false when the session is gone; a session never comes back by a late save
     * @throws IllegalArgumentException when an attribute, or all of them together, would exceed the bounds; nothing is
     *     changed then
     */
    boolean update(SessionKey key, Map<String, String> changed, Set<String> removed);

    /** Ends a session at once, on all replicas. Returns whether there was one. */
    boolean delete(SessionKey key);

    /** Live sessions of a user, newest first, at most {@link SessionLimits#SESSIONS_PER_USER}. */
    List<SessionRecord> findByUser(String userId);

    /** Ends all sessions of a user that {@link #findByUser} would find. Returns how many there were. */
    int deleteByUser(String userId);

    /** Counts attempts to sign in, where this store keeps its sessions. */
    AttemptCounter attempts();

    /** Tells of sessions that end from now on, whichever replica ends them. */
    void addListener(SessionListener listener);

    @Override
    void close();
}
