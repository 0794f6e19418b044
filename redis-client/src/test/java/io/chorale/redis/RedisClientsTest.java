package io.chorale.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.config.Secret;
import io.chorale.test.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;

@Timeout(60)
class RedisClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final RedisScript<Long> COUNT = RedisScript.returningLong(RedisClientsTest.class, "count.lua");

    @Test
    void equalTargetsShareOneClientAndOthersDoNot() {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = clients()) {
            RedissonClient first = clients.open(RedisSettingsFixture.single(redis.port()), PATIENCE);

            assertThat(clients.open(RedisSettingsFixture.single(redis.port()), PATIENCE))
                    .isSameAs(first);
            assertThat(clients.open(RedisSettingsFixture.single(redis.port(), 1, Optional.empty()), PATIENCE))
                    .isNotSameAs(first);
            assertThat(String.valueOf(redis.command("CLIENT", "LIST"))).contains("name=chorale-test");
        }
    }

    @Test
    void commandsGoToTheDatabaseOfTheTarget() {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = clients()) {
            RedissonClient client =
                    clients.open(RedisSettingsFixture.single(redis.port(), 3, Optional.empty()), PATIENCE);

            COUNT.run(client, List.of("open-webui:x"), "");

            assertThat(String.valueOf(redis.command("INFO", "keyspace"))).contains("db3:keys=1");
        }
    }

    @Test
    void waitsForAServerThatStartsLater() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = clients()) {
            redis.stop();
            Thread connecting = Thread.startVirtualThread(
                    () -> clients.open(RedisSettingsFixture.single(redis.port()), Duration.ofSeconds(20)));
            redis.startAgain();

            assertThat(connecting.join(Duration.ofSeconds(20))).isTrue();
        }
    }

    @Test
    void saysWhatWasSeenAndHowToCureItWhenNobodyListens() {
        try (RedisClients clients = clients()) {
            assertThatThrownBy(() -> clients.open(RedisSettingsFixture.single(1), Duration.ofSeconds(4)))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasMessageContaining("Connection to Redis failed: redis://127.0.0.1:1/0")
                    .hasMessageContaining("Connection refused")
                    .hasMessageContaining("REDIS_URL")
                    .hasMessageContaining("docker ps | grep redis");
        }
    }

    @Test
    void doesNotRetryAWrongPasswordNorShowIt() {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = clients()) {
            redis.command("CONFIG", "SET", "requirepass", "right");
            var target = RedisSettingsFixture.single(redis.port(), 0, Optional.of(new Secret("wrong-one")));

            assertThatThrownBy(() -> clients.open(target, Duration.ofMinutes(10)))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasMessageContaining("WRONGPASS")
                    .hasMessageContaining("redis://user:password@host")
                    .hasMessageNotContaining("wrong-one");
        }
    }

    @Test
    void givesUpInTimeOnAServerThatAcceptsAndNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                RedisClients clients = clients()) {
            assertThatThrownBy(() ->
                            clients.open(RedisSettingsFixture.single(silent.getLocalPort()), Duration.ofMillis(700)))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasMessageContaining("no answer");
        }
    }

    @Test
    void runsAScriptOnceThoughItsAnswerIsLate() {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = clients()) {
            RedissonClient client = clients.open(RedisSettingsFixture.single(redis.port()), PATIENCE);
            COUNT.run(client, List.of("open-webui:count"), "");

            assertThatThrownBy(() -> COUNT.runOnce(client, List.of("open-webui:count"), "slow"))
                    .isInstanceOf(RedisException.class);

            assertThat(COUNT.run(client, List.of("open-webui:count"), "")).isEqualTo(3);
        }
    }

    @Test
    void sendsAScriptWholeWhenTheServerForgotIt() {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = clients()) {
            RedissonClient client = clients.open(RedisSettingsFixture.single(redis.port()), PATIENCE);
            COUNT.run(client, List.of("open-webui:count"), "");
            redis.command("SCRIPT", "FLUSH");

            assertThat(COUNT.run(client, List.of("open-webui:count"), "")).isEqualTo(2);
        }
    }

    @Test
    void tellsWhatTheServerIs() {
        try (RedisServer redis = RedisServer.start("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
                RedisClients clients = clients()) {
            var target = RedisSettingsFixture.single(redis.port());

            RedisInfo info = RedisInfo.probe(clients.open(target, PATIENCE), target, new Keyspace("open-webui"));

            assertThat(info.product()).isEqualTo("Redis");
            assertThat(info.version()).startsWith("7.");
            assertThat(info.role()).isEqualTo("master");
            assertThat(info.mayEvictLiveKeys()).isTrue();
            assertThat(info.appendOnly()).isFalse();
            assertThat(info.roundTrip()).isPositive();
        }
    }

    private static RedisClients clients() {
        return new RedisClients(RedisSettingsFixture.settings(), "chorale-test");
    }
}
