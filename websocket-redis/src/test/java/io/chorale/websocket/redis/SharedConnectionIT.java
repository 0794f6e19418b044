package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.RoomFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Commands of many threads share a connection: each gets its own answer. With {@code BatchOptions.skipResult()} of Redisson
 * 4.7.0 a publish took the answer of another command, and everything after it was off by one.
 */
@Timeout(90)
class SharedConnectionIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void largeAnswersAndPublishesDoNotMixUp() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            List<String> from = new ArrayList<>();
            a.manager.attach(from::add);
            for (int i = 1; i <= 9; i++) {
                int sent = i;
                a.emit("r", i + "x".repeat(100_000));
                await().atMost(SOON).until(() -> a.received.size() == sent);
            }
            List<String> to = new ArrayList<>();
            a.manager.attach(to::add);
            Thread publishing = Thread.startVirtualThread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    a.manager.publish(Replica.event("r", "v" + i));
                }
            });

            for (int i = 0; i < 50; i++) {
                Replay replay = a.manager.replay(
                        Replica.NAMESPACE, new RoomFilter(Set.of("r")), from.getFirst(), to.getFirst());
                assertThat(replay)
                        .isInstanceOfSatisfying(
                                Replay.Complete.class,
                                complete -> assertThat(complete.entries()).hasSize(9));
            }
            publishing.join();
        }
    }
}
