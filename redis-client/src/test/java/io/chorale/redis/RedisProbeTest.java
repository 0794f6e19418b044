package io.chorale.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.config.RedisTarget;
import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Tls;
import io.chorale.config.RedisTarget.Topology;
import io.chorale.config.Secret;
import io.chorale.test.RedisCluster;
import io.chorale.test.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RedissonClient;

/** Each way in which a Redis answers and still cannot serve is told before anybody is let in. */
@Timeout(120)
class RedisProbeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aGoodServerPassesAndNothingIsLeftBehind() {
        try (RedisServer redis = RedisServer.start()) {
            assertThat(tryAll(RedisSettingsFixture.single(redis.port())))
                    .hasSize(RedisAbility.values().length)
                    .allMatch(RedisTrial::works);
            assertThat(RedisProbe.ask(
                                    RedisSettingsFixture.settings(),
                                    RedisSettingsFixture.single(redis.port()),
                                    PATIENCE)
                            .role())
                    .isEqualTo("master");
            assertThat(redis.keys()).isEmpty();
        }
    }

    @Test
    void aClusterPasses() {
        try (RedisCluster cluster = RedisCluster.start()) {
            assertThat(tryAll(RedisSettingsFixture.target(
                            Topology.CLUSTER,
                            cluster.masters().stream().map(RedisServer::port).toList())))
                    .allMatch(RedisTrial::works);
        }
    }

    @Test
    void aUserWithoutPermissionIsToldWhatToGrant() {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("ACL", "SETUSER", "anna", "on", ">pw", "~other:*", "&*", "+@all");
            assertRefused(user(redis.port(), "anna", "pw"), "REDIS-003", "NOPERM", "ACL SETUSER");
        }
    }

    @Test
    void aUserWithoutChannelsIsDeafAndRefused() {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("ACL", "SETUSER", "anna", "on", ">pw", "~*", "resetchannels", "+@all");
            assertRefused(user(redis.port(), "anna", "pw"), "REDIS-003", "comes back", "deaf");
        }
    }

    @Test
    void aReadOnlyReplicaIsRefused() {
        try (RedisServer master = RedisServer.start();
                RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1 " + master.port())) {
            assertRefused(RedisSettingsFixture.single(replica.port()), "REDIS-004", "READONLY", "master");
        }
    }

    @Test
    void aFullServerIsRefused() {
        try (RedisServer redis = RedisServer.start("--maxmemory", "1mb", "--maxmemory-policy", "noeviction")) {
            redis.command("CONFIG", "SET", "maxmemory", "1");
            assertRefused(RedisSettingsFixture.single(redis.port()), "REDIS-005", "maxmemory");
        }
    }

    @Test
    void aWrongPasswordIsNotTriedAgain() {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("CONFIG", "SET", "requirepass", "right");
            assertRefused(
                    RedisSettingsFixture.single(redis.port(), 0, Optional.of(new Secret("wrong"))),
                    "REDIS-002: Connection to Redis failed",
                    "user and password in the URL");
        }
    }

    @Test
    void aServerThatStallsForAMomentIsAskedAgain() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = new RedisClients(RedisSettingsFixture.settings(), "chorale-test")) {
            RedisTarget target = RedisSettingsFixture.single(redis.port());
            RedissonClient client = clients.open(target, PATIENCE);
            redis.pause(); // longer than a command and its repetitions may take
            Thread resuming = Thread.startVirtualThread(() -> {
                LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
                redis.resume();
            });
            assertThat(new RedisTrials(client, target, Keyspace.of(RedisSettingsFixture.settings(), target)).all())
                    .allMatch(RedisTrial::works);
            assertThat(resuming.join(PATIENCE)).isTrue();
        }
    }

    @Test
    void versionsAreComparedAsNumbers() {
        assertThat(RedisVersion.isNewEnough("Redis", "6.0.16")).isFalse();
        assertThat(RedisVersion.isNewEnough("Redis", "5.0.14")).isFalse();
        assertThat(RedisVersion.isNewEnough("Redis", "6.2.0")).isTrue();
        assertThat(RedisVersion.isNewEnough("Redis", "10.0.1")).isTrue();
        assertThat(RedisVersion.isNewEnough("Valkey", "8.0.1")).isTrue();
    }

    private static List<RedisTrial> tryAll(RedisTarget target) {
        return RedisProbe.tryAll(RedisSettingsFixture.settings(), target, PATIENCE);
    }

    private static void assertRefused(RedisTarget target, String... words) {
        assertThatThrownBy(() -> RedisProbe.ask(RedisSettingsFixture.settings(), target, PATIENCE))
                .isInstanceOf(RedisUnavailableException.class)
                .message()
                .contains(words);
    }

    private static RedisTarget user(int port, String name, String password) {
        return new RedisTarget(
                Topology.SINGLE,
                List.of(new HostAndPort("127.0.0.1", port)),
                Optional.empty(),
                0,
                Optional.of(name),
                Optional.of(new Secret(password)),
                Tls.OFF);
    }
}
