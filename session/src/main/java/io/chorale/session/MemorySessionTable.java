package io.chorale.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The maps of {@link MemorySessionStore}, which locks around them. Not safe for use by several threads. */
final class MemorySessionTable {
    private static final Duration BURIED = Duration.ofMinutes(5);
    private static final int GRAVES = 100_000;

    private final Duration idleTimeout;
    private final int maximum;
    /** Least recently put first, so those that idled out gather at the front. */
    private final LinkedHashMap<SessionKey, SessionRecord> sessions = new LinkedHashMap<>();

    private final Map<String, Set<SessionKey>> byUser = new HashMap<>();
    /** When sessions were ended, oldest first. */
    private final LinkedHashMap<SessionKey, Instant> buried = new LinkedHashMap<>();

    MemorySessionTable(Duration idleTimeout, int maximum) {
        this.idleTimeout = idleTimeout;
        this.maximum = maximum;
    }

    Optional<SessionRecord> live(SessionKey key, Instant now) {
        @Nullable SessionRecord session = sessions.get(key);
        if (session == null) {
            return Optional.empty();
        }
        if (isOver(session, now)) {
            remove(key);
            return Optional.empty();
        }
        return Optional.of(session);
    }

    List<SessionRecord> ofUser(String userId, Instant now) {
        return List.copyOf(byUser.getOrDefault(userId, Set.of())).stream()
                .flatMap(key -> live(key, now).stream())
                .toList();
    }

    void put(SessionRecord session, Instant now) {
        remove(session.key());
        makeRoom(now);
        sessions.put(session.key(), session);
        byUser.computeIfAbsent(session.userId(), user -> new LinkedHashSet<>()).add(session.key());
    }

    void remove(SessionKey key) {
        @Nullable SessionRecord session = sessions.remove(key);
        if (session != null) {
            byUser.computeIfPresent(session.userId(), (user, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
    }

    /** A session that was ended cannot be created again for five minutes. */
    void bury(SessionKey key, Instant now) {
        dropOldGraves(now);
        buried.remove(key);
        buried.put(key, now);
    }

    boolean isBuried(SessionKey key, Instant now) {
        dropOldGraves(now);
        return buried.containsKey(key);
    }

    private void makeRoom(Instant now) {
        while (!sessions.isEmpty()) {
            SessionRecord eldest = sessions.firstEntry().getValue();
            if (!isOver(eldest, now) && sessions.size() < maximum) {
                return;
            }
            remove(eldest.key());
        }
    }

    private void dropOldGraves(Instant now) {
        while (!buried.isEmpty()
                && (buried.size() >= GRAVES
                        || buried.firstEntry().getValue().plus(BURIED).isBefore(now))) {
            buried.pollFirstEntry();
        }
    }

    private boolean isOver(SessionRecord session, Instant now) {
        return session.isExpired(now) || !session.lastSeen().plus(idleTimeout).isAfter(now);
    }
}
