package io.chorale.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that this process saw, of the 100,000 subjects and minutes that were counted last. Safe for use by many
 * threads.
 */
public final class MemoryAttemptCounter implements AttemptCounter {
    private static final int REMEMBERED = 100_000;
    private static final int SECONDS = 60;

    private final Cache<Minute, Long> counts =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private record Minute(String subject, long number) {}

    @Override
    public long add(String subject, int by, Instant now) {
        long minute = now.getEpochSecond() / SECONDS;
        long before = sum(subject, minute);
        if (by > 0 || (by < 0 && before > 0)) {
            counts.asMap().merge(new Minute(subject, minute), (long) by, Long::sum);
        }
        return Math.max(0, by == 0 ? before : sum(subject, minute));
    }

    private long sum(String subject, long minute) {
        return LongStream.range(0, WINDOW.toMinutes())
                .map(age -> count(new Minute(subject, minute - age)))
                .sum();
    }

    private long count(Minute minute) {
        @Nullable Long count = counts.getIfPresent(minute);
        return count == null ? 0 : count;
    }
}
