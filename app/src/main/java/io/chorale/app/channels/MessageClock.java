package io.chorale.app.channels;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Epoch nanoseconds, no two alike in this process: the order of messages is the order of their times. Thread-safe. */
final class MessageClock {
    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    MessageClock(Clock clock) {
        this.clock = clock;
    }

    /** A time so long ago; not unique. */
    long before(Duration time) {
        return nanos() - time.toNanos();
    }

    long next() {
        long nanos = nanos();
        return last.updateAndGet(before -> Math.max(before + 1, nanos));
    }

    private long nanos() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
