package io.chorale.websocket.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the outbox into the log: one batch in flight at a time, so the order stays; a batch is repeated until the log
 * has it.
 */
final class LogWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int BATCH = 500;
    private static final int BATCH_BYTES = 1 << 20;
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final Outbox outbox;
    private final EventLog log;
    private final Supplier<LogPosition> known;
    private final OutageLog outage = new OutageLog(LOG, "Events cannot be appended to the log in Redis and wait");

    /** @param known how far this replica has read the log */
    LogWriter(Outbox outbox, EventLog log, Supplier<LogPosition> known) {
        this.outbox = outbox;
        this.log = log;
        this.known = known;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Outbox.Waiting> batch = outbox.peek(BATCH, BATCH_BYTES, IDLE);
                if (!batch.isEmpty()) {
                    append(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(List<Outbox.Waiting> batch) throws InterruptedException {
        try {
            log.append(batch, known.get());
            outbox.remove(batch.getLast().sequence());
            outage.over();
            batch.forEach(event -> event.appended().run());
        } catch (RuntimeException e) {
            outage.failed(e);
            Thread.sleep(PAUSE);
        }
    }
}
