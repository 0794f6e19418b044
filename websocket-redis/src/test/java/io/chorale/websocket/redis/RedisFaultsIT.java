package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.ClusterEvent.Disconnect;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.RoomFilter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Durable events while Redis is broken in every way we know: nothing lost, nothing twice, one order. */
@Timeout(120)
class RedisFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void losesAndRepeatsNothingWhenConnectionsAreKilled() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            Load fromA = Load.start(a, "a");
            Load fromB = Load.start(b, "b");
            for (int i = 0; i < 6; i++) {
                fromA.awaitSent(60);
                redis.command("CLIENT", "KILL", "TYPE", i % 2 == 0 ? "normal" : "pubsub", "SKIPME", "yes");
            }
            fromA.awaitSent(60);
            fromA.stop();
            fromB.stop();

            fromA.assertReceivedBy(a, b);
            fromB.assertReceivedBy(a, b);
            assertThat(a.received).isEqualTo(b.received);
        }
    }

    @Test
    void losesAndRepeatsNothingWhenRedisHangsForThreeSeconds() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            Load load = Load.start(a, "a");
            load.awaitSent(50);
            redis.pause();
            LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
            redis.resume();
            load.awaitSent(50);
            load.stop();

            load.assertReceivedBy(a, b);
        }
    }

    @Test
    void losesAndRepeatsNothingWhenRedisIsKilledAndComesBackWithItsData() throws InterruptedException {
        try (RedisServer redis = RedisServer.startPersistent();
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            Load load = Load.start(a, "a");
            load.awaitSent(50);
            String before = a.offsets.getFirst();
            redis.kill();
            load.awaitSent(50);
            redis.startAgain();
            load.awaitSent(50);
            load.stop();

            load.assertReceivedBy(a, b);
            assertThat(b.manager.replay(Replica.NAMESPACE, new RoomFilter(Set.of("r")), before, b.offsets.getLast()))
                    .isInstanceOfSatisfying(
                            Replay.Complete.class,
                            missed -> assertThat(missed.entries())
                                    .extracting(entry -> Replica.text(entry.event()))
                                    .isEqualTo(b.received.subList(1, b.received.size())));
        }
    }

    @Test
    void beginsANewEpochAndSendsClientsBackWhenRedisComesBackEmpty() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            a.emit("r", "before");
            await().atMost(SOON).until(() -> b.received.contains("before"));
            String before = b.offsets.getFirst();
            redis.kill();
            a.emit("r", "while away");
            redis.startAgain();
            b.emit("r", "after");

            await().atMost(SOON).until(() -> a.received.size() == 3 && b.received.size() == 3);
            assertThat(a.received).isEqualTo(b.received).contains("while away", "after");
            assertThat(a.events).anyMatch(event -> event instanceof Disconnect gone && gone.closeConnection());
            assertThat(b.events).anyMatch(event -> event instanceof Disconnect gone && gone.closeConnection());
            assertThat(b.manager.replay(Replica.NAMESPACE, new RoomFilter(Set.of("r")), before, b.offsets.getLast()))
                    .isInstanceOf(Replay.Gap.class);
        }
    }

    @Test
    void noticesAnEmptiedRedisThoughNobodySends() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            redis.command("FLUSHALL");

            await().atMost(SOON).until(() -> a.events.stream().anyMatch(event -> event instanceof Disconnect));
        }
    }

    @Test
    void keepsEventsInOrderWhileRedisHasNoMemoryLeft() throws InterruptedException {
        try (RedisServer redis = RedisServer.start("--maxmemory-policy", "noeviction");
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            Load load = Load.start(a, "a");
            load.awaitSent(50);
            redis.command("CONFIG", "SET", "maxmemory", "1");
            await().atMost(SOON).until(() -> a.manager.health().outboxBytes() > 2_000);
            await().atMost(SOON).until(() -> a.manager.health().reason().contains("no memory left"));
            redis.command("CONFIG", "SET", "maxmemory", "0");
            load.stop();

            load.assertReceivedBy(a, b);
        }
    }
}
