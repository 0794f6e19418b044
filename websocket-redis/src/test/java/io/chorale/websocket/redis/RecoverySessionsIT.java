package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.ClusterUnavailableException;
import io.chorale.websocket.cluster.RecoverableSession;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that another replica resumes. */
@Timeout(90)
class RecoverySessionsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** socket.io-redis-streams-adapter #27: sessions were stored when a socket closed, so a killed process lost them. */
    @Test
    void streamsAdapter27RecoversASessionOfAReplicaThatNeverSaidGoodbye() {
        try (RedisServer redis = RedisServer.start();
                Replica killed = Replica.start(redis.port());
                Replica other = Replica.start(redis.port())) {
            killed.manager.save(session("pid", "r1"));
            killed.manager.save(session("pid", "r1", "r2"));
            awaitStored(redis, 1);

            await().atMost(SOON)
                    .until(() ->
                            other.manager.claim("pid").orElseThrow().rooms().size() == 2);
        }
    }

    /** socket.io-redis-streams-adapter #26: a session was gone when the answer to the first attempt was lost. */
    @Test
    void streamsAdapter26CanBeClaimedAgainWhenTheAnswerToTheFirstClaimWasLost() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port());
                Replica b = Replica.start(redis.port());
                Replica c = Replica.start(redis.port())) {
            a.manager.save(session("pid", "r1"));
            awaitStored(redis, 1);

            Optional<RecoverableSession> first = b.manager.claim("pid");
            Optional<RecoverableSession> again = c.manager.claim("pid");

            assertThat(first).isPresent();
            assertThat(again).usingRecursiveComparison().isEqualTo(first);
            await().atMost(SOON).until(() -> a.displaced.contains("pid") && b.displaced.contains("pid"));
            assertThat(c.displaced).isEmpty();
        }
    }

    @Test
    void aLateSaveOfTheFormerOwnerChangesNothing() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port());
                Replica b = Replica.start(redis.port())) {
            a.manager.save(session("pid", "r1"));
            awaitStored(redis, 1);
            assertThat(b.manager.claim("pid")).isPresent();
            b.manager.save(session("pid", "new"));
            a.manager.save(session("pid", "old"));
            a.manager.forget("pid");
            a.manager.save(session("marker"));
            awaitStored(redis, 2);

            assertThat(b.manager.claim("pid").orElseThrow().rooms()).containsExactly("new");
        }
    }

    @Test
    void claimsTheNewestStateOfItsOwnSessionThoughItWasNotWrittenYet() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port())) {
            for (int i = 0; i < 50; i++) {
                a.manager.save(session("pid", "room" + i));
                assertThat(a.manager.claim("pid").orElseThrow().rooms()).containsExactly("room" + i);
            }
            assertThat(a.displaced).isEmpty();
        }
    }

    @Test
    void forgottenAndUnknownAndExpiredSessionsCannotBeClaimed() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port())) {
            a.manager.save(session("pid", "r1"));
            awaitStored(redis, 1);
            assertThat((Long) redis.command(
                            "PTTL",
                            redis.keys().stream()
                                    .filter(key -> key.contains(":recovery:"))
                                    .findFirst()
                                    .orElseThrow()))
                    .isBetween(1L, 20_000L);
            a.manager.forget("pid");
            awaitStored(redis, 0);

            assertThat(a.manager.claim("pid")).isEmpty();
            assertThat(a.manager.claim("unknown")).isEmpty();
        }
    }

    @Test
    void theRecoveryIdIsNowhereInRedis() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port())) {
            a.manager.save(session("very-secret-id", "r1"));
            awaitStored(redis, 1);
            String key = redis.keys().stream()
                    .filter(name -> name.contains(":recovery:"))
                    .findFirst()
                    .orElseThrow();

            assertThat(key).doesNotContain("very-secret-id");
            assertThat(String.valueOf(redis.command("HGETALL", key))).doesNotContain("very-secret-id");
        }
    }

    @Test
    void savesWaitForRedisAndClaimsSayThatItIsAway() {
        try (RedisServer redis = RedisServer.startPersistent();
                Replica a = Replica.start(redis.port());
                Replica b = Replica.start(redis.port())) {
            redis.kill();
            a.manager.save(session("pid", "r1"));
            a.manager.save(session("pid", "r2"));
            assertThatThrownBy(() -> b.manager.claim("pid")).isInstanceOf(ClusterUnavailableException.class);
            redis.startAgain();

            await().atMost(SOON)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    b.manager.claim("pid").orElseThrow().rooms())
                            .containsExactly("r2"));
        }
    }

    private static void awaitStored(RedisServer redis, int sessions) {
        await().atMost(SOON)
                .until(() -> redis.keys().stream()
                                .filter(key -> key.contains(":recovery:"))
                                .count()
                        == sessions);
    }

    private static RecoverableSession session(String id, String... rooms) {
        return new RecoverableSession(
                id, "/", "socket-1", Set.copyOf(List.of(rooms)), "{\"user\":1}".getBytes(StandardCharsets.UTF_8));
    }
}
