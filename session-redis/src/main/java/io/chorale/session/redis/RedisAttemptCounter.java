package io.chorale.session.redis;

import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisScript;
import io.chorale.session.AttemptCounter;
import io.chorale.session.SessionStoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.redisson.api.RedissonClient;

/** One counter for each minute. While Redis is away it fails at once, save one try every half second. */
final class RedisAttemptCounter implements AttemptCounter {
    private static final RedisScript<Long> ADD = RedisScript.returningLong(RedisAttemptCounter.class, "attempts.lua");
    private static final Duration KEPT = WINDOW.plusMinutes(1);
    private static final int SECONDS = 60;

    private final RedissonClient client;
    private final Keyspace keys;
    private final Outage outage;

    RedisAttemptCounter(RedissonClient client, Keyspace keys, Outage outage) {
        this.client = client;
        this.keys = keys;
        this.outage = outage;
    }

    @Override
    public long add(String subject, int by, Instant now) {
        if (outage.isOn()) {
            throw new SessionStoreUnavailableException("Redis is away and cannot count attempts");
        }
        long minute = now.getEpochSecond() / SECONDS;
        List<String> minutes = LongStream.range(0, WINDOW.toMinutes())
                .mapToObj(age -> keys.rateLimit(subject, minute - age))
                .toList();
        return outage.watch("count attempts", () -> ADD.runOnce(client, minutes, by, KEPT.toSeconds()));
    }
}
