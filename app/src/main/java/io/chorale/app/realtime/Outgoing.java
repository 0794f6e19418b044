package io.chorale.app.realtime;

import io.chorale.websocket.cluster.OutboxFullException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events of what is committed already. When the cluster takes no more, the event is lost and nothing else: pages
 * read from the database when they resume. Told once per outage, and counted. Safe for use by many threads.
 */
final class Outgoing {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong lostNow = new AtomicLong();

    /** @return false when nothing was sent */
    boolean send(Runnable events) {
        try {
            events.run();
        } catch (OutboxFullException e) {
            lost.incrementAndGet();
            if (lostNow.getAndIncrement() == 0) {
                LOG.warn(
                        "Events of channels are not sent, since the other replicas have been away for too long: {}."
                                + " Messages are safe in the database; pages show them when they reload.",
                        e.getMessage());
            }
            return false;
        }
        long missing = lostNow.getAndSet(0);
        if (missing > 0) {
            LOG.info("Events of channels are sent again; {} were lost", missing);
        }
        return true;
    }

    long lost() {
        return lost.get();
    }
}
