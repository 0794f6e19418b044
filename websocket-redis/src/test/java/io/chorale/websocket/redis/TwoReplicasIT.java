package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class TwoReplicasIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /**
     * socket.io-redis-streams-adapter #39: a sender delivered to its own clients at once and the others through the stream, so
     * two clients saw two orders and an offset could move back.
     */
    @Test
    void bothSeeTheEventsOfConcurrentWritersInOneOrder() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                Replica from = w % 2 == 0 ? a : b;
                String writer = "w" + w;
                writers.add(Thread.startVirtualThread(
                        () -> IntStream.range(0, 500).forEach(i -> from.emit("r", writer + "-" + i))));
            }
            for (Thread writer : writers) {
                writer.join();
            }

            await().atMost(SOON).until(() -> a.received.size() == 2_000 && b.received.size() == 2_000);
            assertThat(a.received).isEqualTo(b.received).doesNotHaveDuplicates();
            assertThat(a.offsets).isEqualTo(b.offsets);
            for (int w = 0; w < 4; w++) {
                String writer = "w" + w + "-";
                assertThat(a.received.stream().filter(text -> text.startsWith(writer)))
                        .containsExactlyElementsOf(IntStream.range(0, 500)
                                .mapToObj(i -> writer + i)
                                .toList());
            }
        }
    }

    @Test
    void openWebUi28173AReplicaWithoutAMemberIsNotHandedTheEvent() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "other")) {
            a.emit("r", "for r");
            a.emit("other", "for other");

            await().atMost(SOON).until(() -> b.received.contains("for other") && a.received.contains("for r"));
            assertThat(b.received).containsExactly("for other");
            assertThat(a.received).containsExactly("for r");
        }
    }

    @Test
    void volatileEventsReachTheReplicasWithAMemberOnceEach() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r", "s", "t");
                Replica b = Replica.start(redis.port(), "other")) {
            await().atMost(SOON).until(() -> {
                a.manager.publish(Replica.event("r", "ready?"));
                return a.volatileReceived.contains("ready?");
            });
            a.volatileReceived.clear();
            var toAll = new Broadcast(
                    Replica.NAMESPACE,
                    new Target(Set.of("r", "s", "t"), Set.of()),
                    Replica.json("all three"),
                    List.of(),
                    Optional.empty());
            b.manager.publish(toAll);
            b.manager.publish(Replica.event("r", "last"));

            await().atMost(SOON).until(() -> a.volatileReceived.contains("last"));
            assertThat(a.volatileReceived.stream().filter("all three"::equals)).hasSize(1);
            assertThat(b.volatileReceived).isEmpty();
        }
    }
}
