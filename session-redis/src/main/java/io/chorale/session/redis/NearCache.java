package io.chorale.session.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Copies of sessions in this process, 32 MiB of attributes at most. Fresh ones answer without Redis, older ones only
 * while Redis is away. Safe for use by many threads.
 */
final class NearCache {
    private static final long MAXIMUM_BYTES = 32L * 1024 * 1024;
    /** Java objects and headers around the texts of a session, roughly. */
    private static final int OVERHEAD_BYTES = 600;

    private final Cache<SessionKey, Copy> copies;
    /** Grows with each removal: what was read before one must not be kept after it. */
    private final AtomicLong removals = new AtomicLong();

    private final long freshNanos;
    private final LongSupplier nanos;

    /**
     * @param fresh how long a copy answers without Redis
     * @param grace how long it is kept for an outage
     * @param nanos {@link System#nanoTime}
     */
    NearCache(Duration fresh, Duration grace, LongSupplier nanos) {
        this.freshNanos = fresh.toNanos();
        this.nanos = nanos;
        this.copies = Caffeine.newBuilder()
                .maximumWeight(MAXIMUM_BYTES)
                .weigher((SessionKey key, Copy copy) -> weight(copy.session()))
                .expireAfterWrite(grace)
                .ticker(nanos::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    Optional<Copy> find(SessionKey key) {
        return Optional.ofNullable(copies.getIfPresent(key));
    }

    boolean isFresh(Copy copy) {
        return nanos.getAsLong() - copy.readAt() < freshNanos;
    }

    /** To be taken before reading from Redis, and given to {@link #keep} with what was read. */
    long removals() {
        return removals.get();
    }

    void keep(SessionRecord session, long removalsBefore) {
        copies.put(session.key(), new Copy(session, nanos.getAsLong()));
        if (removals.get() != removalsBefore) {
            copies.invalidate(session.key());
        }
    }

    void remove(SessionKey key) {
        removals.incrementAndGet();
        copies.invalidate(key);
    }

    void clear() {
        removals.incrementAndGet();
        copies.invalidateAll();
    }

    private static int weight(SessionRecord session) {
        return OVERHEAD_BYTES
                + session.attributes().entrySet().stream()
                        .mapToInt(attribute -> 100
                                + attribute.getKey().length()
                                + attribute.getValue().length())
                        .sum();
    }

    record Copy(SessionRecord session, long readAt) {}
}
