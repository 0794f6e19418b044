package io.chorale.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.config.RedisTarget;
import io.chorale.config.RedisTarget.Topology;
import io.chorale.test.RedisCluster;
import io.chorale.test.RedisSentinel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class TopologiesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final RedisScript<Long> COUNT = RedisScript.returningLong(TopologiesTest.class, "count.lua");

    @Test
    void findsTheMasterThroughASentinel() {
        try (RedisSentinel sentinel = RedisSentinel.start();
                RedisClients clients = new RedisClients(RedisSettingsFixture.settings(), "chorale-test")) {
            RedisTarget target = RedisSettingsFixture.target(Topology.SENTINEL, List.of(sentinel.port(), 1));
            Keyspace keys = Keyspace.of(RedisSettingsFixture.settings(), target);

            assertThat(RedisInfo.probe(clients.open(target, PATIENCE), target, keys)
                            .role())
                    .isEqualTo("master");
            COUNT.run(clients.open(target, PATIENCE), List.of(keys.models()), "");
            assertThat(sentinel.master().keys()).containsExactly("open-webui:models");
        }
    }

    @Test
    void writesToAllNodesOfAClusterFromOneAddress() {
        try (RedisCluster cluster = RedisCluster.start();
                RedisClients clients = new RedisClients(RedisSettingsFixture.settings(), "chorale-test")) {
            RedisTarget target = RedisSettingsFixture.target(
                    Topology.CLUSTER, List.of(cluster.masters().getLast().port()));

            for (int i = 0; i < 50; i++) {
                COUNT.run(clients.open(target, PATIENCE), List.of("key" + i), "");
            }

            assertThat(cluster.masters())
                    .allSatisfy(master ->
                            assertThat((Long) master.command("DBSIZE")).isPositive());
        }
    }
}
