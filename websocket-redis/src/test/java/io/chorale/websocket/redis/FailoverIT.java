package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.test.RedisCluster;
import io.chorale.test.RedisSentinel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The master dies and another server takes its place. */
@Timeout(120)
class FailoverIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    /**
     * An event that the old master took and had not yet copied is lost with it: replication is asynchronous. Whoever
     * missed it is told (the log goes on in a new epoch or with a gap); nothing comes twice or out of order.
     */
    @Test
    void goesOnInOrderAndWithoutRepetitionAfterASentinelFailover() throws InterruptedException {
        try (RedisSentinel sentinel = RedisSentinel.start();
                Replica a = Replica.start(
                        Replica.target(Topology.SENTINEL, sentinel.port()), "open-webui", Replica.options(), "r");
                Replica b = Replica.start(
                        Replica.target(Topology.SENTINEL, sentinel.port()), "open-webui", Replica.options(), "r")) {
            Load load = Load.start(a, "a");
            load.awaitSent(100);
            sentinel.failOver();
            load.awaitSent(100);
            load.stop();
            a.emit("r", "end");

            await().atMost(SOON).until(() -> a.received.contains("end") && b.received.contains("end"));
            assertThat(a.received).doesNotHaveDuplicates();
            assertThat(b.received).doesNotHaveDuplicates();
            assertThat(numbers(a)).isSorted();
            assertThat(numbers(b)).isSorted();
            assertThat(a.manager.health().outboxBytes()).isZero();
            await().atMost(SOON)
                    .until(() ->
                            a.manager.health().hearing() && b.manager.health().hearing());
        }
    }

    @Test
    void openWebUi15074DeliversOnAClusterAndUsesOneSlot() throws InterruptedException {
        try (RedisCluster cluster = RedisCluster.start()) {
            int port = cluster.masters().getFirst().port();
            try (Replica a = Replica.start(
                            Replica.target(Topology.CLUSTER, port), "open-webui", Replica.options(), "r");
                    Replica b = Replica.start(
                            Replica.target(Topology.CLUSTER, port), "open-webui", Replica.options(), "r")) {
                Load load = Load.start(a, "a");
                load.awaitSent(100);
                cluster.masters().forEach(master -> master.command("CLIENT", "KILL", "TYPE", "normal"));
                load.awaitSent(50);
                cluster.masters().forEach(master -> master.command("CLIENT", "KILL", "TYPE", "pubsub"));
                load.awaitSent(50);
                load.stop();

                load.assertReceivedBy(a, b);
                assertThat(cluster.keys()).isNotEmpty().allMatch(key -> key.startsWith("{open-webui}:"));
                await().atMost(SOON).until(() -> {
                    b.manager.publish(Replica.event("r", "volatile"));
                    return a.volatileReceived.contains("volatile");
                });
            }
        }
    }

    private static List<Integer> numbers(Replica replica) {
        return replica.received.stream()
                .filter(text -> text.startsWith("a"))
                .map(text -> Integer.parseInt(text.substring(1)))
                .toList();
    }
}
