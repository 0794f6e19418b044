package io.chorale.app.channels;

import java.time.Clock;
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

    long next() {
        Instant now = clock.instant();
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return last.updateAndGet(before -> Math.max(before + 1, nanos));
    }
}
