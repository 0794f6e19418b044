package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisClients;
import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.ClusterUnavailableException;
import io.chorale.websocket.cluster.EventTooLargeException;
import io.chorale.websocket.cluster.OutboxFullException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RedissonClient;

/** An append whose answer is lost is repeated, and is in the log once. */
@Timeout(90)
class AppendOnceIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final LogPosition NOWHERE = new LogPosition(0, 0);

    @Test
    void repeatingABatchAddsOnlyWhatIsNew() {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = new RedisClients(Replica.settings("open-webui"), "chorale-test")) {
            EventLog log = log(redis, clients);
            LogPosition first = log.append(events(1, 3), NOWHERE);

            assertThat(log.append(events(1, 3), NOWHERE)).isEqualTo(first);
            assertThat(log.append(events(2, 5), NOWHERE).number()).isEqualTo(first.number() + 2);
            assertThat(redis.command("XLEN", "open-webui:socketio:log")).isEqualTo(6L);
        }
    }

    @Test
    void sendsAnEventWithAKeyOnceThoughSeveralReplicasTry() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            Set<String> told = ConcurrentHashMap.newKeySet();
            a.manager.appendOnce(Replica.event("r", "first"), "message-1", () -> told.add("a"));
            await().atMost(SOON).until(() -> told.contains("a"));
            b.manager.appendOnce(Replica.event("r", "again"), "message-1", () -> told.add("b"));
            b.manager.appendOnce(Replica.event("r", "second"), "message-2", () -> told.add("c"));

            await().atMost(SOON).until(() -> told.containsAll(Set.of("b", "c")));
            await().atMost(SOON).until(() -> a.received.contains("second") && b.received.contains("second"));
            assertThat(a.received).containsExactly("first", "second");
            assertThat(b.received).containsExactly("first", "second");
        }
    }

    @Test
    void appendsOnceThoughRedisAnsweredTooLate() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            a.emit("r", "first");
            await().atMost(SOON).until(() -> a.received.size() == 1);
            // The command reaches the socket of a process that stands still, and is carried out when it goes on.
            redis.pause();
            IntStream.range(0, 20).forEach(i -> a.emit("r", "late" + i));
            await().pollDelay(Duration.ofSeconds(4)).atMost(SOON).until(() -> true);
            redis.resume();
            a.emit("r", "last");

            await().atMost(SOON).until(() -> a.received.contains("last"));
            assertThat(a.received).hasSize(22).doesNotHaveDuplicates();
            assertThat(redis.command("XLEN", "open-webui:socketio:log")).isEqualTo(23L);
        }
    }

    /** Its key was evicted, or its replica was stopped for so long that peers took it for dead. */
    @Test
    void appendsOnceThoughTheKeyOfTheWriterIsGone() {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = new RedisClients(Replica.settings("open-webui"), "test")) {
            EventLog log = log(redis, clients);
            LogPosition start = log.open();
            log.append(events(1, 700), start);
            log.append(events(701, 705), start);
            redis.command("DEL", "open-webui:socketio:log-writer:w");

            LogPosition end = log.append(events(701, 706), start);

            assertThat(end.number()).isEqualTo(start.number() + 706);
        }
    }

    @Test
    void dropsWhatComesTwiceBecauseRedisForgotTheWriter() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r");
                RedisClients clients = new RedisClients(Replica.settings("open-webui"), "chorale-test")) {
            EventLog log = log(redis, clients);
            log.append(events(1, 2), NOWHERE);
            redis.command("DEL", "open-webui:socketio:log-writer:w");
            log.append(events(1, 3), NOWHERE);

            await().atMost(SOON).until(() -> a.received.contains("e3"));
            assertThat(a.received).containsExactly("e1", "e2", "e3");
        }
    }

    @Test
    void neverWritesBehindAPositionThatAReplicaHasSeen() {
        try (RedisServer redis = RedisServer.start();
                RedisClients clients = new RedisClients(Replica.settings("open-webui"), "chorale-test")) {
            EventLog log = log(redis, clients);
            LogPosition seen = log.append(events(1, 3), NOWHERE);
            // A fail-over to a server that lacks the newest entry.
            redis.command("XDEL", "open-webui:socketio:log", seen.toString());
            redis.command("HSET", "open-webui:socketio:log-head", "number", Long.toString(seen.number() - 1));

            LogPosition next = log.append(events(4, 4), seen);

            assertThat(next).isGreaterThan(seen);
            assertThat(seen.isFollowedBy(next)).isFalse();
        }
    }

    @Test
    void refusesEventsWhenTheOutboxIsFullAndKeepsTheOthers() {
        try (RedisServer redis = RedisServer.startPersistent();
                Replica a = Replica.start(redis.port(), "r")) {
            redis.kill();
            String large = "x".repeat(100_000);
            IntStream.range(0, 10).forEach(i -> a.emit("r", i + large));

            assertThatThrownBy(() -> a.emit("r", "one more" + large)).isInstanceOf(OutboxFullException.class);

            redis.startAgain();
            await().atMost(SOON).until(() -> a.received.size() == 10);
            assertThat(a.received)
                    .extracting(text -> text.charAt(0))
                    .containsExactly('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            await().atMost(SOON).until(() -> a.manager.health().outboxBytes() == 0);
        }
    }

    @Test
    void openWebUi25975RefusesAnEventThatIsTooLargeAndSaysWhichSettingBoundsIt() {
        TestOptions small = new TestOptions();
        small.eventBytes = 1_000;
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(Replica.single(redis.port()), "open-webui", small.build(), "r")) {
            String large = "x".repeat(1_000);

            assertThatThrownBy(() -> a.emit("r", large))
                    .isInstanceOf(EventTooLargeException.class)
                    .hasMessageContaining("WEBSOCKET_MAX_EVENT");
            assertThatThrownBy(() -> a.manager.publish(Replica.event("r", large)))
                    .isInstanceOf(EventTooLargeException.class);
            a.emit("r", "small");
            await().atMost(SOON).until(() -> a.received.equals(List.of("small")));
        }
    }

    @Test
    void doesNotStartWithoutRedis() {
        TestOptions impatient = new TestOptions();
        impatient.startPatience = Duration.ofSeconds(2);
        Replica replica = Replica.create(Replica.single(1), "open-webui", impatient.build());

        assertThatThrownBy(replica::start)
                .isInstanceOf(ClusterUnavailableException.class)
                .hasMessageContaining("Connection to Redis failed: redis://127.0.0.1:1/0");
    }

    private static EventLog log(RedisServer redis, RedisClients clients) {
        RedissonClient client = clients.open(Replica.single(redis.port()), SOON);
        return new EventLog(client, client, new Keyspace("open-webui"), "w", Replica.options());
    }

    private static List<Outbox.Waiting> events(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(i -> {
                    byte[] message = EventMessage.encode(Replica.event("r", "e" + i), "w");
                    EventMessage.number(message, i);
                    return new Outbox.Waiting(i, message, 0, "", () -> {});
                })
                .toList();
    }
}
