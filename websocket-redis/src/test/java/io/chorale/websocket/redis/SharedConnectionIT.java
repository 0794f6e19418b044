package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.RecoverableSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Commands of many threads share a connection: each gets its own answer. With {@code BatchOptions.skipResult()} of Redisson
 * 4.7.0 a publish took the answer of another command, and everything after it was off by one.
 */
@Timeout(90)
class SharedConnectionIT {
    @Test
    void eachThreadGetsTheAnswerToItsOwnCommand() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            List<Integer> right = new CopyOnWriteArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                a.manager.save(session(number));
                threads.add(Thread.startVirtualThread(() -> {
                    for (int round = 0; round < 2_000; round++) {
                        String socket =
                                a.manager.claim("pid" + number).orElseThrow().socketId();
                        assertThat(socket).isEqualTo("socket" + number);
                    }
                    right.add(number);
                }));
            }
            AtomicBoolean done = new AtomicBoolean();
            Thread publishing = Thread.startVirtualThread(() -> {
                while (!done.get()) {
                    for (int i = 0; i < 3; i++) {
                        a.manager.publish(Replica.event("r", "v" + i));
                    }
                    LockSupport.parkNanos(1_000_000);
                }
            });
            for (Thread thread : threads) {
                thread.join();
            }
            done.set(true);
            publishing.join();

            assertThat(right).containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    private static RecoverableSession session(int number) {
        return new RecoverableSession("pid" + number, "/", "socket" + number, Set.of(), new byte[number * 1_000]);
    }
}
