package io.chorale.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.session.AttemptCounter;
import io.chorale.session.AttemptCounterContract;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreUnavailableException;
import io.chorale.test.RedisServer;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisAttemptCounterIT extends AttemptCounterContract {
    private final RedisServer redis = RedisServer.start();
    private final OnRedis stores = new OnRedis(Topology.SINGLE, redis.port());
    private final SessionStore store = stores.open(Duration.ofMinutes(30));

    @AfterEach
    void close() {
        stores.close();
        redis.close();
    }

    @Override
    protected AttemptCounter counter() {
        return store.attempts();
    }

    @Test
    void allReplicasCountTogetherAndForgetByThemselves() {
        Instant now = Instant.now();
        counter().add("anna@example.org", 1, now);
        AttemptCounter there = stores.open(Duration.ofMinutes(30)).attempts();
        assertThat(there.add("anna@example.org", 1, now)).isEqualTo(2);
        String key = "open-webui:ratelimit:anna@example.org:" + now.getEpochSecond() / 60;
        assertThat(redis.keys()).contains(key);
        assertThat((Long) redis.command("TTL", key)).isBetween(200L, 240L);
    }

    @Test
    void anAbsentRedisIsSaidAndNotWaitedForByEverybody() {
        redis.kill();
        assertThatThrownBy(() -> counter().add("anna", 1, Instant.now()))
                .isInstanceOf(SessionStoreUnavailableException.class);
        long before = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> counter().add("anna", 1, Instant.now()))
                    .isInstanceOf(SessionStoreUnavailableException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        redis.startAgain();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
                .untilAsserted(() ->
                        assertThat(counter().add("anna", 1, Instant.now())).isPositive());
    }
}
