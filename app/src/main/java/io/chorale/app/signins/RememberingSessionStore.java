package io.chorale.app.signins;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.chorale.app.database.Database;
import io.chorale.app.database.DatabaseBusyException;
import io.chorale.session.AttemptCounter;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionLimits;
import io.chorale.session.SessionListener;
import io.chorale.session.SessionRecord;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;

/**
 * A session store that forgets nothing: what the fast store misses is looked up in the database and put back. Sign-ins
 * and sign-outs go to the database first. Safe for use by many threads.
 *
 * <p>A session that the fast store knows costs no question to the database. The last touch is written there rarely, so
 * a session that has to be put back may live up to an eighth of its idle time longer.
 */
public final class RememberingSessionStore implements SessionStore {
    private static final int TOUCH_PART = 8;
    private static final int REMEMBERED = 100_000;
    /** Long enough to take the weight off somebody who tries tokens, or a page that never notices that it is out. */
    private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);

    private final SessionStore fast;
    private final SignIns signIns;
    private final Duration idleTimeout;
    private final Clock clock;
    private final OldSignIns old;
    private final UntoldEnds untold;
    private final Cache<SessionKey, Boolean> unknown = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(UNKNOWN_FOR)
            .build();
    private final Cache<SessionKey, Boolean> touched;
    private final List<Consumer<Collection<SessionKey>>> endedHere = new CopyOnWriteArrayList<>();

    /** @param idleTimeout that of the fast store */
    public RememberingSessionStore(
            SessionStore fast, Database database, ObjectMapper mapper, Duration idleTimeout, Clock clock) {
        this.fast = fast;
        this.signIns = new SignIns(database, mapper);
        this.idleTimeout = idleTimeout;
        this.clock = clock;
        this.old = new OldSignIns(signIns, idleTimeout, clock);
        this.touched = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(idleTimeout.dividedBy(TOUCH_PART))
                .build();
        this.untold = new UntoldEnds(fast, signIns, clock);
        untold.start();
    }

    @Override
    public String name() {
        return fast.name();
    }

    @Override
    public boolean create(SessionRecord session) {
        SessionLimits.checkUserId(session.userId());
        SessionLimits.check(session.attributes());
        signIns.insert(session);
        touched.put(session.key(), true);
        old.sweep();
        try {
            return fast.create(session);
        } catch (SessionStoreUnavailableException e) {
            signIns.delete(session.key()); // nobody has its token
            throw e;
        }
    }

    @Override
    public Optional<SessionRecord> load(SessionKey key) {
        if (unknown.getIfPresent(key) != null) {
            return Optional.empty();
        }
        Optional<SessionRecord> known = fast.load(key);
        if (known.isPresent()) {
            touch(known.get());
            return known;
        }
        return restore(key);
    }

    private void touch(SessionRecord session) {
        if (touched.getIfPresent(session.key()) == null) {
            touched.put(session.key(), true);
            try {
                signIns.seen(session.key(), clock.instant());
            } catch (JdbiException | DatabaseBusyException e) {
                touched.invalidate(session.key()); // nobody is refused because of this; the next request tries again
            }
        }
    }

    private Optional<SessionRecord> restore(SessionKey key) {
        Instant now = clock.instant();
        Optional<SessionRecord> kept = kept(key, now);
        if (kept.isPresent() && fast.create(kept.get().seenAt(now))) {
            return fast.load(key);
        }
        unknown.put(key, true);
        return Optional.empty();
    }

    private Optional<SessionRecord> kept(SessionKey key, Instant now) {
        try {
            return signIns.findLive(key, now, oldestTouch(now));
        } catch (JdbiException | DatabaseBusyException e) {
            throw new SessionStoreUnavailableException("The database cannot be asked for a sign-in", e);
        }
    }

    private Instant oldestTouch(Instant now) {
        return now.minus(idleTimeout).minus(idleTimeout.dividedBy(TOUCH_PART));
    }

    @Override
    public boolean update(SessionKey key, Map<String, String> changed, Set<String> removed) {
        try {
            if (!signIns.change(key, changed, removed, clock.instant())) {
                return false;
            }
        } catch (JdbiException | DatabaseBusyException e) {
            throw new SessionStoreUnavailableException("The database cannot save a change of a session", e);
        }
        return fast.update(key, changed, removed) || restore(key).isPresent();
    }

    /** Ends it in the database first; while the fast store is away, it hears of it as soon as it is back. */
    @Override
    public boolean delete(SessionKey key) {
        Optional<SessionRecord> ended = signIns.end(key, clock.instant());
        unknown.put(key, true);
        boolean known = ended.isPresent() ? untold.tell(ended.get()) : fast.delete(key);
        tell(List.of(key));
        return known || ended.filter(this::wasLive).isPresent();
    }

    private boolean wasLive(SessionRecord session) {
        Instant now = clock.instant();
        return !session.isExpired(now) && session.lastSeen().isAfter(oldestTouch(now));
    }

    /** Tells of sessions that this replica ends, once; {@link #addListener} tells all replicas of all. */
    public void onEndedHere(Consumer<Collection<SessionKey>> listener) {
        endedHere.add(listener);
    }

    private void tell(Collection<SessionKey> ended) {
        endedHere.forEach(listener -> listener.accept(ended));
    }

    @Override
    public List<SessionRecord> findByUser(String userId) {
        Instant now = clock.instant();
        Map<SessionKey, SessionRecord> all = new LinkedHashMap<>();
        signIns.findLiveByUser(userId, now, oldestTouch(now), SessionLimits.SESSIONS_PER_USER)
                .forEach(kept -> all.put(kept.key(), kept));
        List<SessionRecord> known = fast.findByUser(userId);
        known.forEach(session -> all.replace(session.key(), session));
        return List.copyOf(all.values());
    }

    @Override
    public int deleteByUser(String userId) {
        List<SessionRecord> ended = signIns.endAllOf(userId, clock.instant()).stream()
                .filter(this::wasLive)
                .toList();
        List<SessionKey> keys = ended.stream().map(SessionRecord::key).toList();
        keys.forEach(key -> unknown.put(key, true));
        untold.tellAll(userId, ended);
        tell(keys);
        return ended.size();
    }

    @Override
    public AttemptCounter attempts() {
        return fast.attempts();
    }

    @Override
    public void addListener(SessionListener listener) {
        fast.addListener(listener);
    }

    /** Closes the fast store; the database belongs to others. */
    @Override
    public void close() {
        untold.close();
        fast.close();
    }
}
