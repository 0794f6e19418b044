package io.chorale.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionRecord;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreUnavailableException;
import io.chorale.test.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What signed-in people notice while Redis is away: those seen lately nothing, others a 503, nobody a sign-out. */
class SessionOutageIT {
    private static final Duration IDLE = Duration.ofMinutes(30);

    private final RedisServer redis = RedisServer.startPersistent();
    private final OnRedis stores = new OnRedis(Topology.SINGLE, redis.port());

    @AfterEach
    void close() {
        stores.close();
        redis.close();
    }

    @Test
    void sessionsSeenLatelyGoOnWhileRedisIsDown() {
        SessionStore store = stores.open(IDLE);
        SessionRecord seen = session();
        store.create(seen);
        store.load(seen.key());
        redis.kill();

        assertThat(store.load(seen.key())).isPresent();
        assertThatThrownBy(() -> store.load(session().key())).isInstanceOf(SessionStoreUnavailableException.class);

        redis.startAgain();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(store.update(seen.key(), Map.of("theme", "\"dark\""), java.util.Set.of()))
                                .isTrue());
    }

    @Test
    void aHangingRedisIsNotTakenForASignOut() {
        SessionStore store = stores.open(IDLE);
        SessionRecord unseen = session();
        stores.open(IDLE).create(unseen);
        redis.pause();
        try {
            assertThatThrownBy(() -> store.load(unseen.key())).isInstanceOf(SessionStoreUnavailableException.class);
        } finally {
            redis.resume();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(store.load(unseen.key())).isPresent());
    }

    @Test
    void signOutReachesTheOtherReplicasAfterTheirConnectionsWereCut() {
        SessionStore here = stores.open(IDLE);
        SessionStore there = stores.open(IDLE);
        SessionRecord session = session();
        here.create(session);
        there.load(session.key());
        redis.command("CLIENT", "KILL", "TYPE", "pubsub");

        here.delete(session.key());

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(there.load(session.key())).isEmpty());
    }

    private static SessionRecord session() {
        Instant now = Instant.now();
        return new SessionRecord(
                SessionKey.ofToken(UUID.randomUUID().toString()),
                "user-" + UUID.randomUUID(),
                now,
                Optional.empty(),
                now,
                0,
                Map.of());
    }
}
