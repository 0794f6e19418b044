package io.chorale.app.signins;

import io.chorale.app.database.DatabaseBusyException;
import io.chorale.session.SessionEnded;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionListener;
import io.chorale.session.SessionRecord;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the fast store what ended while it was away: without that a session that somebody ended then would be there
 * again as soon as the store is. The database remembers what was not told, so the end also survives the replica that
 * was asked for it. Looks when the store is back, a second after a failure, and every half minute; at most 100 at once.
 * Safe for use by many threads.
 */
final class UntoldEnds implements SessionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UntoldEnds.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int PAGE = 100;

    private final SessionStore fast;
    private final SignIns signIns;
    private final Clock clock;
    private final Semaphore wake = new Semaphore(1);
    private final Thread teller;

    UntoldEnds(SessionStore fast, SignIns signIns, Clock clock) {
        this.fast = fast;
        this.signIns = signIns;
        this.clock = clock;
        this.teller = Thread.ofVirtual().name("untold-sign-outs").unstarted(this::tellForEver);
    }

    void start() {
        fast.addListener(this);
        teller.start();
    }

    /** Tells now, or as soon as the store is back. Returns whether the store knew the session. */
    boolean tell(SessionRecord ended) {
        try {
            return tellNow(ended);
        } catch (SessionStoreUnavailableException e) {
            LOG.debug("The end of {} is told later", ended.key());
            wake.release();
            return false;
        }
    }

    /** As {@link #tell}, for all sessions of a user. */
    void tellAll(String userId, List<SessionRecord> ended) {
        try {
            Set<SessionKey> known =
                    fast.findByUser(userId).stream().map(SessionRecord::key).collect(Collectors.toSet());
            ended.stream().filter(session -> !known.contains(session.key())).forEach(this::putBack);
            fast.deleteByUser(userId);
            signIns.told(ended.stream().map(SessionRecord::key).toList(), clock.instant());
        } catch (SessionStoreUnavailableException e) {
            LOG.debug("The ends of {} sessions are told later", ended.size());
            wake.release();
        }
    }

    private boolean tellNow(SessionRecord ended) {
        putBack(ended);
        boolean known = fast.delete(ended.key());
        signIns.told(List.of(ended.key()), clock.instant());
        return known;
    }

    /** The store announces only the end of what it knows, and somewhere a socket may be open for it. */
    private void putBack(SessionRecord ended) {
        fast.create(ended.seenAt(clock.instant()));
    }

    @Override
    public void ended(SessionEnded session) {}

    /** The store is back. */
    @Override
    public void mayHaveMissed() {
        wake.release();
    }

    private void tellForEver() {
        try {
            Duration pause = PAUSE;
            while (true) {
                boolean asked = wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                LOG.trace("Looking for untold ends, asked for: {}", asked);
                wake.drainPermits();
                pause = tellPage() ? PAUSE : AFTER_FAILURE;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false when there is more to do soon */
    private boolean tellPage() {
        try {
            List<SessionRecord> untold = signIns.untold(PAGE);
            untold.forEach(this::tellNow);
            return untold.size() < PAGE;
        } catch (SessionStoreUnavailableException | JdbiException | DatabaseBusyException e) {
            LOG.debug("Some ends of sessions are told later: {}", e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        teller.interrupt();
    }
}
