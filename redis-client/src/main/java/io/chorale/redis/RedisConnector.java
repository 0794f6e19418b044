package io.chorale.redis;

import io.chorale.config.RedisTarget;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to connect until it works or the patience ends. Redisson's own attempt can hang for 20 s on a server that
 * accepts and never answers, so each runs on a thread of its own.
 */
final class RedisConnector {
    private static final Logger LOG = LoggerFactory.getLogger(RedisClients.class);
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final RedissonConfig config;
    private final Duration firstPause;

    RedisConnector(RedissonConfig config, Duration firstPause) {
        this.config = config;
        this.firstPause = firstPause;
    }

    RedissonClient connect(RedisTarget target, int blocked, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        long pause = Math.max(100, firstPause.toMillis());
        int attempts = 0;
        @Nullable Throwable failure = null;
        while (true) {
            try {
                return attempt(target, blocked, deadline - System.nanoTime());
            } catch (ExecutionException e) {
                failure = e.getCause() == null ? e : e.getCause();
            } catch (TimeoutException e) {
                // An earlier refusal says more than that there was no time left for another attempt.
                failure = failure != null
                        ? failure
                        : new TimeoutException("no answer within " + patience.toMillis() + " ms");
            }
            if (!RedisFailure.mayPass(failure)
                    || System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) >= deadline) {
                throw new RedisUnavailableException(RedisFailure.explain(target, failure), failure);
            }
            attempts++;
            LOG.warn(
                    "Connection to Redis failed: {} ({}); attempt {}, trying for {} s more",
                    RedisNames.of(target),
                    RedisFailure.seen(failure),
                    attempts,
                    TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime()));
            pause(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private RedissonClient attempt(RedisTarget target, int blocked, long nanos)
            throws ExecutionException, TimeoutException {
        CompletableFuture<RedissonClient> attempt = new CompletableFuture<>();
        Thread.ofVirtual().name("redis-connect").start(() -> {
            try {
                RedissonClient client = Redisson.create(config.of(target, blocked));
                if (!attempt.complete(client)) {
                    client.shutdown(0, 1, TimeUnit.SECONDS);
                }
            } catch (RuntimeException | LinkageError e) {
                attempt.completeExceptionally(e);
            }
        });
        try {
            return attempt.get(Math.max(nanos, 1), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisUnavailableException("Interrupted while connecting to " + RedisNames.of(target), e);
        } finally {
            attempt.cancel(false);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisUnavailableException("Interrupted while waiting for Redis", e);
        }
    }
}
