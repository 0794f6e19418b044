package io.chorale.websocket.redis;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log from where it stands, for ever, and hands each entry on. Lost connections, restarts and fail-overs only
 * make it wait: it goes on after the last entry that it handed on. One thread.
 */
final class LogReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final int MOST = 500;
    private static final int FEWEST = 8;
    private static final int BATCH_BYTES = 4 << 20;
    private static final int MOST_WRITERS = 1_000;

    private final EventLog log;
    private final Delivery delivery;
    private final RecentEntries recent;
    private final Seal seal;
    private final Runnable onGap;
    private final OutageLog outage = new OutageLog(LOG, "The log in Redis cannot be read");
    private int batchSize = MOST;
    private final AtomicLong refused = new AtomicLong();
    private volatile long entries;

    /** The newest sequence of each writer: what comes twice, because Redis forgot the writer's key, is dropped here. */
    private final Map<String, Long> newest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_WRITERS;
        }
    };

    /** @param onGap the log lost entries that this replica had not read */
    LogReader(EventLog log, RecentEntries recent, Delivery delivery, Seal seal, Runnable onGap) {
        this.seal = seal;
        this.recent = recent;
        this.log = log;
        this.delivery = delivery;
        this.onGap = onGap;
    }

    /** Entries that were not readable: garbage, forged, or of a kind that this version does not know. */
    long refused() {
        return refused.get();
    }

    /** Entries read so far. */
    long entries() {
        return entries;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                read();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws InterruptedException {
        try {
            List<EventLog.Entry> batch = log.await(delivery.position(), batchSize, BLOCK);
            if (batch.isEmpty()) {
                log.check(delivery.position());
            }
            batch.forEach(this::hand);
            adapt(batch);
            outage.over();
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            outage.failed(e);
            Thread.sleep(PAUSE);
        }
    }

    private void hand(EventLog.Entry entry) {
        boolean gap = !delivery.position().isFollowedBy(entry.position());
        entries++;
        recent.add(entry);
        if (gap) {
            LOG.warn(
                    "The log in Redis goes on at {} after {}: it was emptied, lost its newest entries, or this replica was away for too long. Clients here reconnect and reload",
                    entry.position(),
                    delivery.position());
        }
        byte[] message = entry.message();
        if (message == null) {
            delivery.skip(entry.position());
        } else {
            hand(message, entry.position());
        }
        if (gap) {
            onGap.run();
        }
    }

    private void hand(byte[] message, LogPosition position) {
        EventMessage parsed;
        try {
            parsed = EventMessage.parse(seal.open(Seal.Place.LOG, message));
        } catch (UnknownVersionException e) {
            LOG.warn("Entry {} of the log has {}. Clients here reconnect and reload", position, e.getMessage());
            delivery.skip(position);
            onGap.run();
            return;
        } catch (MalformedMessageException e) {
            if (refused.getAndIncrement() == 0) {
                LOG.warn("Entry {} of the log is not readable and skipped: {}", position, e.getMessage());
            }
            delivery.skip(position);
            return;
        }
        Long before = newest.get(parsed.writer());
        if (before != null && before >= parsed.sequence()) {
            delivery.skip(position);
            return;
        }
        newest.put(parsed.writer(), parsed.sequence());
        delivery.deliver(parsed, position);
    }

    /** Large entries are read in small batches, so that a batch stays within a few megabytes. */
    private void adapt(List<EventLog.Entry> batch) {
        if (batch.isEmpty()) {
            batchSize = MOST;
            return;
        }
        long bytes = 0;
        for (EventLog.Entry entry : batch) {
            byte[] message = entry.message();
            bytes += message == null ? 1 : message.length;
        }
        long average = Math.max(1, bytes / batch.size());
        batchSize = (int) Math.clamp(BATCH_BYTES / average, FEWEST, MOST);
    }
}
