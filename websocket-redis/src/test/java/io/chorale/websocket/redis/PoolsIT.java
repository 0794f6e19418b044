package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.test.TcpProxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code session_pool} and {@code usage_pool}, in Open WebUI's shapes. */
@Timeout(120)
class PoolsIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SESSIONS = "open-webui:session_pool";
    private static final String USAGE = "open-webui:usage_pool";

    @Test
    void showWhoIsConnectedAndWhatTheyUseForAsLongAsItIsSo() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            a.manager.presence().here("s1", user("anna"));
            await().atMost(SOON).untilAsserted(() -> {
                a.manager.presence().uses("s1", "llama");
                assertThat(redis.command("HGET", SESSIONS, "s1"))
                        .isEqualTo("{\"instance_id\":\"" + a.manager.replicaId() + "\",\"id\":\"anna\"}");
                assertThat(String.valueOf(redis.command("HGET", USAGE, "llama")))
                        .contains("\"s1\":{", "\"updated_at\":", "\"instance_id\":\"" + a.manager.replicaId());
                assertThat(a.manager.presence().models()).containsExactly("llama");
            });

            await().atMost(SOON).until(() -> a.manager.presence().models().isEmpty());
            assertThat(redis.command("EXISTS", USAGE)).isEqualTo(0L);
            a.manager.presence().gone("s1");
            await().atMost(SOON).until(() -> Long.valueOf(0).equals(redis.command("EXISTS", SESSIONS)));
        }
    }

    @Test
    void openWebUi27762PeersRemoveWhatADeadReplicaHadAndNothingElse() {
        try (RedisServer redis = RedisServer.start();
                TcpProxy link = TcpProxy.to(redis.port());
                Replica dead = Replica.start(link.port(), "r");
                Replica alive = Replica.start(redis.port(), "r")) {
            dead.manager.presence().here("moved", user("bela"));
            dead.manager.presence().here("dead", user("anna"));
            alive.manager.presence().here("alive", user("carl"));
            await().atMost(SOON).untilAsserted(() -> {
                dead.manager.presence().uses("dead", "llama");
                alive.manager.presence().uses("alive", "llama");
                assertThat(String.valueOf(redis.command("HGET", USAGE, "llama")))
                        .contains("\"dead\"", "\"alive\"");
                assertThat(redis.command("HLEN", SESSIONS)).isEqualTo(3L);
            });
            // Its client came back here with the id that it had.
            alive.manager.presence().here("moved", user("bela"));
            await().atMost(SOON)
                    .until(() -> String.valueOf(redis.command("HGET", SESSIONS, "moved"))
                            .contains(alive.manager.replicaId()));

            link.isolate();

            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                alive.manager.presence().uses("alive", "llama");
                assertThat(redis.command("HKEYS", SESSIONS))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .containsExactlyInAnyOrder("moved", "alive");
                assertThat(String.valueOf(redis.command("HGET", USAGE, "llama")))
                        .contains("\"alive\"")
                        .doesNotContain("\"dead\"");
            });
            assertThat(redis.keys()).noneMatch(key -> key.contains(dead.manager.replicaId()));

            link.heal();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(redis.command("HKEYS", SESSIONS))
                            .asInstanceOf(InstanceOfAssertFactories.LIST)
                            .contains("dead", "alive"));
        }
    }

    @Test
    void areCompleteAgainAfterRedisWasEmptied() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            for (int i = 0; i < 450; i++) {
                a.manager.presence().here("s" + i, user("u" + i));
            }
            await().atMost(SOON).until(() -> Long.valueOf(450).equals(redis.command("HLEN", SESSIONS)));

            redis.command("FLUSHALL");

            await().atMost(SOON).until(() -> Long.valueOf(450).equals(redis.command("HLEN", SESSIONS)));
        }
    }

    @Test
    void nothingIsLeftWhenTheLastReplicaSaidGoodbye() {
        try (RedisServer redis = RedisServer.start()) {
            try (Replica a = Replica.start(redis.port(), "r")) {
                a.manager.presence().here("s1", user("anna"));
                await().atMost(SOON).until(() -> Long.valueOf(1).equals(redis.command("HLEN", SESSIONS)));
            }

            assertThat(redis.keys())
                    .noneMatch(key -> Set.of(SESSIONS, USAGE).contains(key))
                    .noneMatch(key -> key.contains("replica"));
        }
    }

    @Test
    void garbageInThePoolsStopsNobody() {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("HSET", USAGE, "llama", "no json", "other", "[1,2]", "third", "{\"s\":7}");
            try (Replica a = Replica.start(redis.port(), "r")) {
                a.manager.presence().here("s1", user("anna"));

                await().atMost(SOON).until(() -> Long.valueOf(1).equals(redis.command("HLEN", SESSIONS)));
                await().atMost(SOON).until(() -> Long.valueOf(0).equals(redis.command("EXISTS", USAGE)));
            }
        }
    }

    @Test
    void refusesWhatIsNoUserOrTooMuch() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            assertThatThrownBy(() -> a.manager.presence().here("s", "[]".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> a.manager.presence().here("s", user("x".repeat(10_000))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static byte[] user(String id) {
        return ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
