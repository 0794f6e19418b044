package io.chorale.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RedisTopologiesTest {

    @Test
    void clusterServesAllSlots() {
        try (RedisCluster cluster = RedisCluster.startReplicated()) {
            assertThat(String.valueOf(cluster.masters().getFirst().command("CLUSTER", "INFO")))
                    .contains("cluster_slots_ok:16384", "cluster_known_nodes:6");
        }
    }

    @Test
    void sentinelNamesTheReplicaWhenTheMasterDies() {
        try (RedisSentinel sentinel = RedisSentinel.start()) {
            RedisServer before = sentinel.master();
            before.command("SET", "key", "value");
            sentinel.failOver();

            assertThat(sentinel.master().port()).isNotEqualTo(before.port());
            assertThat(sentinel.master().command("GET", "key")).isEqualTo("value");
        }
    }

    @Test
    void proxyHoldsCutsAndHeals() {
        try (RedisServer server = RedisServer.start();
                TcpProxy proxy = TcpProxy.to(server.port());
                RespConnection connection = RespConnection.open(proxy.port())) {
            proxy.hold();
            assertThatThrownBy(() -> connection.command("PING")).hasMessageContaining("timed out");
            proxy.heal();

            proxy.isolate();
            assertThatThrownBy(() -> RespConnection.open(proxy.port()).command("PING"))
                    .isInstanceOf(RuntimeException.class);
            proxy.heal();
            Awaitility.await().atMost(Duration.ofSeconds(5)).ignoreExceptions().untilAsserted(() -> {
                try (RespConnection again = RespConnection.open(proxy.port())) {
                    assertThat(again.command("PING")).isEqualTo("PONG");
                }
            });
        }
    }
}
