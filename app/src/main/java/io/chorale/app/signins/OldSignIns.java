package io.chorale.app.signins;

import io.chorale.app.database.DatabaseBusyException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps away sign-ins that idled away or expired long ago, once a day and replica and 5,000 at a time. Safe for use by many threads. */
final class OldSignIns {
    private static final Logger LOG = LoggerFactory.getLogger(OldSignIns.class);
    private static final Duration PAUSE = Duration.ofDays(1);
    /** Rows of one transaction, and of one sweep: nobody who signs in waits for long. */
    private static final int PAGE = 500;

    private static final int MOST = 5_000;

    private final SignIns signIns;
    private final Duration kept;
    private final Clock clock;
    private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

    OldSignIns(SignIns signIns, Duration idleTimeout, Clock clock) {
        this.signIns = signIns;
        this.kept = idleTimeout.multipliedBy(2);
        this.clock = clock;
    }

    /** Never throws: nobody is refused because of yesterday's leaves. */
    void sweep() {
        Instant now = clock.instant();
        Instant due = next.get();
        if (now.isBefore(due) || !next.compareAndSet(due, now.plus(PAUSE))) {
            return;
        }
        try {
            int gone = 0;
            int page;
            do {
                page = signIns.deleteBefore(now.minus(kept), PAGE);
                gone += page;
            } while (page == PAGE && gone < MOST);
            if (gone >= MOST) {
                next.set(now); // a great many: the next sign-in goes on
            }
            LOG.debug("{} old sign-ins are deleted", gone);
        } catch (JdbiException | DatabaseBusyException e) {
            LOG.warn("Old sign-ins are not deleted today: {}", e.toString());
        }
    }
}
