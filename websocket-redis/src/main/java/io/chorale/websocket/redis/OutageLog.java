package io.chorale.websocket.redis;

import java.time.Duration;
import org.slf4j.Logger;

/** Logs the first of many failures, counts the rest, and logs when it is over. For one thread. */
final class OutageLog {
    private final Logger log;
    private final String what;
    private long failures;
    private long since;

    /** @param what a sentence without its full stop */
    OutageLog(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    void failed(Throwable failure) {
        if (Thread.currentThread().isInterrupted()) {
            // The manager stops; that is no outage.
            return;
        }
        if (failures++ == 0) {
            since = System.nanoTime();
            log.warn(
                    "{}: {}",
                    what,
                    String.valueOf(failure.getMessage()).lines().findFirst().orElse(""));
        }
    }

    void over() {
        if (failures > 0) {
            log.info(
                    "Over after {} ms and {} attempts: {}",
                    Duration.ofNanos(System.nanoTime() - since).toMillis(),
                    failures,
                    what);
            failures = 0;
        }
    }
}
