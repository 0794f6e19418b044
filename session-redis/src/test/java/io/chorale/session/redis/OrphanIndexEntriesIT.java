package io.chorale.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionRecord;
import io.chorale.session.SessionStore;
import io.chorale.test.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Spring Session #1103 (also #1715, #2166): entries of the index by user outlived their sessions, for ever, since they
 * went only when an expiry was announced. Here nothing waits for announcements.
 */
class OrphanIndexEntriesIT {
    private static final String INDEX = "open-webui:user-sessions:anna";
    private static final Duration LONG = Duration.ofMinutes(30);

    private final RedisServer redis = RedisServer.start();
    private final OnRedis stores = new OnRedis(Topology.SINGLE, redis.port());

    @AfterEach
    void close() {
        stores.close();
        redis.close();
    }

    private static SessionRecord session(Optional<Duration> life) {
        Instant now = Instant.now();
        return new SessionRecord(
                SessionKey.ofToken(UUID.randomUUID().toString()), "anna", now, life.map(now::plus), now, 0, Map.of());
    }

    private String indexed() {
        return String.valueOf(redis.command("ZCARD", INDEX));
    }

    @Test
    void nothingIsLeftOfSessionsThatIdledOutSpringSession1103() {
        SessionStore store = stores.open(Duration.ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            store.create(session(Optional.empty()));
        }
        assertThat(indexed()).isEqualTo("3");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> redis.keys().isEmpty());
    }

    @Test
    void theNextSignInSweepsEntriesOfSessionsThatExpired() {
        SessionStore store = stores.open(LONG);
        store.create(session(Optional.of(Duration.ofMillis(300))));
        SessionRecord live = session(Optional.empty());
        store.create(live);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(store.findByUser("anna"))
                        .extracting(SessionRecord::key)
                        .containsExactly(live.key()));
        store.create(session(Optional.empty()));
        assertThat(indexed()).isEqualTo("2");
    }

    @Test
    void aListForgetsSessionsThatWereEvicted() {
        SessionStore store = stores.open(LONG);
        SessionRecord evicted = session(Optional.empty());
        store.create(evicted);
        store.create(session(Optional.empty()));
        redis.command("DEL", "open-webui:session:" + evicted.key().value());
        assertThat(store.findByUser("anna")).hasSize(1);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> indexed().equals("1"));
    }

    @Test
    void signOutTakesTheEntryAlong() {
        SessionStore store = stores.open(LONG);
        SessionRecord session = session(Optional.empty());
        store.create(session);
        store.delete(session.key());
        assertThat(redis.keys())
                .containsExactly("open-webui:session:" + session.key().value());
        assertThat((Long) redis.command(
                        "PTTL", "open-webui:session:" + session.key().value()))
                .as("life of the mark that nothing may be created over")
                .isBetween(1L, 300_000L);
    }
}
