package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.ClusterEvent.Ask;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.ClusterEvent.Join;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.RoomFilter;
import io.chorale.websocket.cluster.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client missed, from any replica, and no more and no less. */
@Timeout(90)
class ResumeIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final RoomFilter SOCKET = new RoomFilter(Set.of("r", "socket-1"));

    @Test
    void streamsAdapter39ReplayAndLiveDeliveryMeetAtOnePositionUnderLoad() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            Load load = Load.start(a, "a");
            load.awaitSent(20);
            await().atMost(SOON).until(() -> !b.offsets.isEmpty());
            String from = b.offsets.getFirst();
            for (int round = 0; round < 20; round++) {
                load.awaitSent(10);
                List<String> at = new ArrayList<>();
                List<String> live = new ArrayList<>();
                List<String> before = new ArrayList<>();
                b.manager.attach(position -> {
                    at.add(position);
                    before.addAll(b.receivedNow());
                });
                List<String> replayed = texts(b.manager.replay(Replica.NAMESPACE, SOCKET, from, at.getFirst()));
                live.addAll(
                        b.receivedNow().subList(before.size(), b.receivedNow().size()));

                assertThat(replayed).isEqualTo(before.subList(1, before.size()));
                assertThat(live).doesNotContainAnyElementsOf(replayed);
            }
            load.stop();
            load.assertReceivedBy(a, b);
        }
    }

    @Test
    void replaysOnlyWhatWasMeantForTheSocket() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r", "other")) {
            String from = position(a);
            a.emit("r", "1");
            a.emit("other", "not mine");
            a.manager.append(new Broadcast(
                    "/admin", Target.room("r"), Replica.json("other namespace"), List.of(), Optional.empty()));
            a.manager.append(new Broadcast(
                    Replica.NAMESPACE,
                    new Target(Set.of("r"), Set.of("socket-1")),
                    Replica.json("except me"),
                    List.of(),
                    Optional.empty()));
            a.manager.append(new Broadcast(
                    Replica.NAMESPACE,
                    Target.room("r"),
                    Replica.json("with a question"),
                    List.of(),
                    Optional.of(new Ask("x", 1, Duration.ofSeconds(1)))));
            a.manager.append(new Broadcast(
                    Replica.NAMESPACE, Target.EVERYONE, Replica.json("2"), List.of(new byte[] {1}), Optional.empty()));
            a.emit("r", "3");
            await().atMost(SOON).until(() -> a.received.contains("3"));

            assertThat(texts(a.manager.replay(Replica.NAMESPACE, SOCKET, from, position(a))))
                    .containsExactly("1", "2", "3");
        }
    }

    @Test
    void isAGapWhenTheSocketWasToBeChangedMeanwhile() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            String from = position(a);
            a.manager.append(new Join(Replica.NAMESPACE, Target.room("socket-1"), Set.of("more")));
            a.emit("r", "after");
            await().atMost(SOON).until(() -> a.received.contains("after"));

            assertThat(a.manager.replay(Replica.NAMESPACE, SOCKET, from, position(a)))
                    .isInstanceOf(Replay.Gap.class);
            assertThat(a.manager.replay(Replica.NAMESPACE, new RoomFilter(Set.of("r", "socket-2")), from, position(a)))
                    .isInstanceOf(Replay.Complete.class);
        }
    }

    @Test
    void isAGapForOffsetsThatWereNeverGivenOut() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            a.emit("r", "1");
            await().atMost(SOON).until(() -> a.received.contains("1"));
            String now = position(a);

            for (String forged :
                    List.of("", "x", "1-1", "99999999999999-5", now + "0", "a string of the application")) {
                assertThat(a.manager.replay(Replica.NAMESPACE, SOCKET, forged, now))
                        .as(forged)
                        .isInstanceOf(Replay.Gap.class);
            }
        }
    }

    @Test
    void knowsExactlyWhetherTheTrimmedLogStillHoldsEverything() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            String beforeFirst = position(a);
            IntStream.range(0, 5).forEach(i -> a.emit("r", "e" + i));
            await().atMost(SOON).until(() -> a.received.size() == 5);
            redis.command("XTRIM", "open-webui:socketio:log", "MAXLEN", "4");
            try (Replica later = Replica.start(redis.port(), "r")) {
                String now = position(later);
                assertThat(now).isEqualTo(position(a));
                assertThat(later.manager.replay(Replica.NAMESPACE, SOCKET, beforeFirst, now))
                        .isInstanceOf(Replay.Gap.class);
                assertThat(texts(later.manager.replay(Replica.NAMESPACE, SOCKET, a.offsets.getFirst(), now)))
                        .containsExactly("e1", "e2", "e3", "e4");
                redis.command("XTRIM", "open-webui:socketio:log", "MAXLEN", "0");
                assertThat(later.manager.replay(Replica.NAMESPACE, SOCKET, a.offsets.getLast(), now))
                        .isEqualTo(new Replay.Complete(List.of()));
            }
        }
    }

    @Test
    void needsNoRedisForWhatThisReplicaReadItself() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            String from = position(a);
            a.emit("r", "1");
            a.emit("r", "2");
            await().atMost(SOON).until(() -> a.received.size() == 2);
            redis.pause();

            assertThat(texts(a.manager.replay(Replica.NAMESPACE, SOCKET, from, position(a))))
                    .containsExactly("1", "2");
            redis.resume();
        }
    }

    @Test
    void isAGapWhenTooMuchWasMissed() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            String from = position(a);
            for (int i = 1; i <= 15; i++) {
                int sent = i;
                a.emit("r", i + "x".repeat(100_000));
                await().atMost(SOON).until(() -> a.received.size() == sent);
            }

            assertThat(a.manager.replay(Replica.NAMESPACE, SOCKET, from, position(a)))
                    .isEqualTo(new Replay.Gap("too much was missed"));
        }
    }

    private static String position(Replica replica) {
        List<String> position = new ArrayList<>();
        replica.manager.attach(position::add);
        return position.getFirst();
    }

    private static List<String> texts(Replay replay) {
        assertThat(replay).isInstanceOf(Replay.Complete.class);
        return ((Replay.Complete) replay)
                .entries().stream().map(entry -> Replica.text(entry.event())).toList();
    }
}
