package io.chorale.session.redis;

import io.chorale.redis.Keyspace;
import io.chorale.session.AttemptCounter;
import io.chorale.session.SessionEnded;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionLimits;
import io.chorale.session.SessionListener;
import io.chorale.session.SessionListeners;
import io.chorale.session.SessionRecord;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.redisson.api.RedissonClient;

/**
 * Sessions that all replicas share. Safe for use by many threads.
 *
 * <p>A session read in the last five seconds is answered from this process; sign-outs and changes elsewhere are
 * announced and remove it at once. While Redis is away, sessions read in the last minute are still answered, everything
 * else throws {@link SessionStoreUnavailableException}, after at most the command time-out and its retries.
 */
public final class RedisSessionStore implements SessionStore {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration FIRST_SUBSCRIPTION = Duration.ofSeconds(5);
    private static final int SESSIONS_PER_SCRIPT = 100;

    private final String origin = UUID.randomUUID().toString();
    private final SessionListeners listeners = new SessionListeners();
    private final Outage outage = new Outage(System::nanoTime);
    private final RemoteSessions remote;
    private final NearCache cache;
    private final RedisAttemptCounter attempts;
    private final SessionSubscription subscription;
    private final Clock clock;
    private final Runnable onClose;

    private RedisSessionStore(
            RedissonClient client, Keyspace keys, Duration idleTimeout, Clock clock, Runnable onClose) {
        this.remote = new RemoteSessions(client, keys, origin, idleTimeout);
        this.attempts = new RedisAttemptCounter(client, keys, outage);
        this.cache = new NearCache(
                shorter(FRESH, SessionLimits.touchInterval(idleTimeout)),
                shorter(GRACE, idleTimeout),
                System::nanoTime);
        this.clock = clock;
        this.onClose = onClose;
        this.subscription = new SessionSubscription(client, keys.sessionEvents(), this::hear, this::hearAgain);
    }

    /**
     * @param client a multiplexing one; stays open when the store closes
     * @param idleTimeout the same on all replicas
     */
    public static RedisSessionStore open(RedissonClient client, Keyspace keys, Duration idleTimeout, Clock clock) {
        return open(client, keys, idleTimeout, clock, () -> {});
    }

    static RedisSessionStore open(
            RedissonClient client, Keyspace keys, Duration idleTimeout, Clock clock, Runnable onClose) {
        RedisSessionStore store = new RedisSessionStore(client, keys, idleTimeout, clock, onClose);
        store.subscription.awaitFirst(FIRST_SUBSCRIPTION);
        return store;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public boolean create(SessionRecord session) {
        SessionLimits.checkUserId(session.userId());
        SessionLimits.check(session.attributes());
        Optional<List<SessionKey>> surplus = ask("create a session", () -> remote.create(session));
        surplus.ifPresent(keys -> endInPages(session.userId(), keys));
        return surplus.isPresent();
    }

    @Override
    public Optional<SessionRecord> load(SessionKey key) {
        Optional<SessionRecord> copy = cache.find(key)
                .filter(found -> outage.isOn() || (subscription.isActive() && cache.isFresh(found)))
                .map(NearCache.Copy::session);
        return (copy.isPresent() ? copy : read(key)).filter(session -> !session.isExpired(clock.instant()));
    }

    @Override
    public boolean update(SessionKey key, Map<String, String> changed, Set<String> removed) {
        changed.forEach(SessionLimits::check);
        try {
            return ask("save a session", () -> remote.update(key, changed, removed));
        } finally {
            cache.remove(key);
        }
    }

    @Override
    public boolean delete(SessionKey key) {
        try {
            Optional<String> user = ask("end a session", () -> remote.userOf(key));
            return !end(user, List.of(key)).isEmpty();
        } finally {
            cache.remove(key);
        }
    }

    @Override
    public List<SessionRecord> findByUser(String userId) {
        return ask("list sessions", () -> remote.loadAll(userId, remote.keysOf(userId))).stream()
                .sorted(Comparator.comparing(SessionRecord::created).reversed())
                .toList();
    }

    @Override
    public int deleteByUser(String userId) {
        return endInPages(userId, ask("list sessions", () -> remote.keysOf(userId)));
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
        subscription.close();
        listeners.close();
        onClose.run();
    }

    private Optional<SessionRecord> read(SessionKey key) {
        Optional<NearCache.Copy> copy = cache.find(key);
        long removals = cache.removals();
        try {
            Optional<SessionRecord> session = ask("read a session", () -> remote.load(key, copy.isEmpty()));
            session.ifPresentOrElse(found -> cache.keep(found, removals), () -> cache.remove(key));
            return session;
        } catch (SessionStoreUnavailableException away) {
            // Looked up again: a sign-out may have removed it while the question was under way.
            return Optional.of(cache.find(key).map(NearCache.Copy::session).orElseThrow(() -> away));
        }
    }

    private int endInPages(String userId, List<SessionKey> keys) {
        int ended = 0;
        for (int from = 0; from < keys.size(); from += SESSIONS_PER_SCRIPT) {
            List<SessionKey> page = keys.subList(from, Math.min(keys.size(), from + SESSIONS_PER_SCRIPT));
            page.forEach(cache::remove);
            ended += end(Optional.of(userId), page).size();
        }
        return ended;
    }

    private List<SessionKey> end(Optional<String> user, List<SessionKey> keys) {
        List<SessionKey> lived = ask("end a session", () -> remote.end(user, keys));
        keys.forEach(cache::remove);
        lived.forEach(key -> listeners.ended(new SessionEnded(key, user.orElse(""))));
        return lived;
    }

    private <T> T ask(String what, Supplier<T> question) {
        return outage.watch(what, question);
    }

    private void hear(SessionAnnouncement announcement) {
        SessionKey key = announcement.sessionKey();
        if (announcement.origin().equals(origin)) {
            return;
        }
        cache.remove(key);
        if (announcement.kind() == SessionAnnouncement.Kind.ENDED) {
            listeners.ended(new SessionEnded(key, announcement.user()));
        }
    }

    private void hearAgain() {
        cache.clear();
        listeners.mayHaveMissed();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
