package io.chorale.session.redis;

import io.chorale.session.SessionStoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether Redis answered lately, so that requests that can do without it do not wait for it one by one. Says once
 * when it goes and once when it is back. Safe for use by many threads.
 */
final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(RedisSessionStore.class);
    /** After a failure, and then one request finds out whether Redis is back. */
    private static final long SKIP_NANOS = Duration.ofMillis(500).toNanos();

    private final LongSupplier nanos;
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicLong askAgainAt = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    Outage(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Should those who hold a copy use it? False for one caller every half second, who asks Redis. */
    boolean isOn() {
        if (!away.get()) {
            return false;
        }
        long now = nanos.getAsLong();
        long due = askAgainAt.get();
        return now - due < 0 || !askAgainAt.compareAndSet(due, now + SKIP_NANOS);
    }

    /** @throws SessionStoreUnavailableException when Redis fails */
    <T> T watch(String what, Supplier<T> question) {
        try {
            T answer = question.get();
            back();
            return answer;
        } catch (RedisException e) {
            gone(e);
            throw new SessionStoreUnavailableException(
                    "Redis did not answer in time to " + what + ": "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private void gone(RuntimeException failure) {
        failures.incrementAndGet();
        askAgainAt.set(nanos.getAsLong() + SKIP_NANOS);
        if (away.compareAndSet(false, true)) {
            LOG.warn(
                    "Redis does not answer for sessions ({}). Those seen in the last minute go on from memory, others"
                            + " are answered 503.",
                    failure.toString());
        }
    }

    private void back() {
        if (away.get() && away.compareAndSet(true, false)) {
            LOG.info("Redis answers for sessions again, after {} failed requests", failures.getAndSet(0));
        }
    }
}
