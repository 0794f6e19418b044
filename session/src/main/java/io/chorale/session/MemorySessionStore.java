package io.chorale.session;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions of one process; gone when it ends. Holds a bounded number: one more pushes out the session that was not seen
 * for the longest time. Safe for use by many threads.
 */
public final class MemorySessionStore implements SessionStore {
    private final SessionListeners listeners = new SessionListeners();
    private final MemoryAttemptCounter attempts = new MemoryAttemptCounter();
    private final Clock clock;
    /** Guards {@link #table}; held for map operations only. */
    private final Object lock = new Object();

    private final MemorySessionTable table;

    /** @param maximum sessions of all users together */
    public MemorySessionStore(Duration idleTimeout, int maximum, Clock clock) {
        this.clock = clock;
        this.table = new MemorySessionTable(idleTimeout, maximum);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean create(SessionRecord session) {
        SessionLimits.checkUserId(session.userId());
        SessionLimits.check(session.attributes());
        Instant now = clock.instant();
        synchronized (lock) {
            if (table.isBuried(session.key(), now)) {
                return false;
            }
            if (table.live(session.key(), now).isEmpty()) {
                table.put(session, now);
                overflow(session.userId(), now).forEach(surplus -> end(surplus, now));
            }
            return true;
        }
    }

    @Override
    public Optional<SessionRecord> load(SessionKey key) {
        Instant now = clock.instant();
        synchronized (lock) {
            Optional<SessionRecord> found = table.live(key, now).map(session -> session.seenAt(now));
            found.ifPresent(session -> table.put(session, now));
            return found;
        }
    }

    @Override
    public boolean update(SessionKey key, Map<String, String> changed, Set<String> removed) {
        Instant now = clock.instant();
        synchronized (lock) {
            Optional<SessionRecord> found = table.live(key, now);
            found.ifPresent(before -> table.put(changed(before, changed, removed, now), now));
            return found.isPresent();
        }
    }

    @Override
    public boolean delete(SessionKey key) {
        Instant now = clock.instant();
        synchronized (lock) {
            Optional<SessionRecord> found = table.live(key, now);
            found.ifPresentOrElse(session -> end(session, now), () -> table.bury(key, now));
            return found.isPresent();
        }
    }

    @Override
    public List<SessionRecord> findByUser(String userId) {
        Instant now = clock.instant();
        synchronized (lock) {
            return table.ofUser(userId, now).stream()
                    .sorted(Comparator.comparing(SessionRecord::created).reversed())
                    .toList();
        }
    }

    @Override
    public int deleteByUser(String userId) {
        Instant now = clock.instant();
        synchronized (lock) {
            List<SessionRecord> found = table.ofUser(userId, now);
            found.forEach(session -> end(session, now));
            return found.size();
        }
    }

    @Override
    public AttemptCounter attempts() {
        return attempts;
    }

    @Override
    public void addListener(SessionListener listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        listeners.close();
    }

    private List<SessionRecord> overflow(String userId, Instant now) {
        List<SessionRecord> all = table.ofUser(userId, now);
        return all.stream()
                .sorted(Comparator.comparing(SessionRecord::lastSeen))
                .limit(Math.max(0, all.size() - SessionLimits.SESSIONS_PER_USER))
                .toList();
    }

    private void end(SessionRecord session, Instant now) {
        table.remove(session.key());
        table.bury(session.key(), now);
        listeners.ended(new SessionEnded(session.key(), session.userId()));
    }

    private static SessionRecord changed(
            SessionRecord before, Map<String, String> changed, Set<String> removed, Instant now) {
        Map<String, String> attributes = new HashMap<>(before.attributes());
        attributes.keySet().removeAll(removed);
        attributes.putAll(changed);
        SessionLimits.check(attributes);
        return new SessionRecord(
                before.key(),
                before.userId(),
                before.created(),
                before.expires(),
                now,
                before.version() + 1,
                attributes);
    }
}
