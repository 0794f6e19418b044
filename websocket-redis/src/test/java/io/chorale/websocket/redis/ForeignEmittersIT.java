package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.config.ClusterSettings.Emitters;
import io.chorale.redis.RedisClients;
import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.RoomFilter;
import io.chorale.websocket.redis.Channels.Channel;
import io.chorale.websocket.redis.emitter.Mutations;
import io.chorale.websocket.redis.emitter.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that are no replicas emit through Redis. */
@Timeout(120)
class ForeignEmittersIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PYTHON = "open-webui:socketio";

    @Test
    void eachMessageReachesEveryReplicaOnceAndIsThereForClientsThatResume() {
        try (RedisServer redis = RedisServer.start();
                Foreign foreign = new Foreign(redis);
                Replica a = start(redis, hearing(), "room1");
                Replica b = start(redis, hearing(), "room1")) {
            awaitHeard(redis, PYTHON);
            a.emit("room1", "start");
            await().atMost(SOON).until(() -> b.received.contains("start"));
            String start = b.offsets.getFirst();
            for (int i = 0; i < 100; i++) {
                foreign.python("p" + i);
            }

            await().atMost(SOON).until(() -> a.received.size() >= 101 && b.received.size() >= 101);
            assertThat(a.received).hasSize(101).isEqualTo(b.received);
            assertThat(b.received.get(100)).isEqualTo("p99");
            assertThat(b.manager.replay("/", new RoomFilter(Set.of("room1")), start, b.offsets.getLast()))
                    .isInstanceOfSatisfying(
                            Replay.Complete.class,
                            missed -> assertThat(missed.entries()).hasSize(100));
        }
    }

    @Test
    void anotherReplicaHearsThemSoonAfterTheHearingOneStopped() {
        try (RedisServer redis = RedisServer.start();
                Foreign foreign = new Foreign(redis);
                Replica b = startAfterHearing(redis)) {
            await().atMost(SOON).untilAsserted(() -> {
                foreign.python("anybody there?");
                assertThat(b.received).isNotEmpty();
            });
        }
    }

    private static Replica startAfterHearing(RedisServer redis) {
        try (Replica a = start(redis, hearing(), "room1")) {
            awaitHeard(redis, PYTHON);
            Replica b = start(redis, hearing(), "room1");
            assertThat(a.manager.replicas()).isNotEmpty();
            return b;
        }
    }

    @Test
    void everyKindOfMessageOfBothLibrariesBecomesAnEvent() {
        try (RedisServer redis = RedisServer.start();
                Foreign foreign = new Foreign(redis);
                Replica a = start(redis, hearing(), "room1", "r", "r1", "42", "SID1", "room9")) {
            awaitHeard(redis, PYTHON);
            await().atMost(SOON).until(() -> patterns(redis) == 2);
            Vectors.python().forEach(message -> foreign.say(PYTHON, message.body()));
            Vectors.node()
                    .forEach(message -> foreign.say(
                            message.channel().replace("socket.io", "open-webui:socket.io"), message.body()));

            // All but two for another namespace, and one that is volatile.
            int expected = Vectors.python().size() + Vectors.node().size() - 3;
            await().atMost(SOON).until(() -> a.events.size() >= expected);
            assertThat(a.events).hasSize(expected);
            await().atMost(SOON).until(() -> a.volatileReceived.size() == 1);
        }
    }

    @Test
    void garbageAndLargeMessagesHarmNobodyAndGoNowhere() {
        try (RedisServer redis = RedisServer.start();
                Foreign foreign = new Foreign(redis);
                Replica a = start(redis, hearing(), "room1")) {
            awaitHeard(redis, PYTHON);
            await().atMost(SOON).until(() -> patterns(redis) == 2);
            foreign.python("x".repeat(100_001));
            Mutations mutations = new Mutations(3);
            for (int i = 0; i < 50; i++) {
                foreign.say("open-webui:socket.io#/#", mutations.of(new byte[100]));
                foreign.say("open-webui:socket.io#" + "#".repeat(i), new byte[i]);
                foreign.say("open-webui:socket.io-request#/#", new byte[i]);
                foreign.say(PYTHON, mutations.of(new byte[i + 1]));
            }
            foreign.python("after");

            await().atMost(SOON).until(() -> a.received.contains("after"));
            assertThat(a.received).containsExactly("after");
            assertThat(a.manager.health().hearing()).isTrue();
        }
    }

    @Test
    void nobodyIsHeardUnlessASettingSaysSoAndChannelsCanBeNamed() {
        TestOptions named = new TestOptions();
        named.pythonEmitters = new Emitters(true, Optional.of("socketio"));
        try (RedisServer redis = RedisServer.start();
                Foreign foreign = new Foreign(redis)) {
            try (Replica silent = Replica.start(redis.port(), "room1")) {
                assertThat(silent.manager.health().hearing()).isTrue();
                assertThat(redis.command("PUBSUB", "NUMPAT")).isEqualTo(0L);
                assertThat((List<?>) redis.command("PUBSUB", "CHANNELS", "*socketio"))
                        .isEmpty();
            }
            try (Replica a = start(redis, named, "room1")) {
                awaitHeard(redis, "socketio");
                foreign.say("socketio", Foreign.emit("hello"));
                await().atMost(SOON).until(() -> a.received.contains("hello"));
            }
        }
    }

    private static TestOptions hearing() {
        TestOptions options = new TestOptions();
        options.pythonEmitters = new Emitters(true, Optional.empty());
        options.nodeEmitters = new Emitters(true, Optional.empty());
        return options;
    }

    private static Replica start(RedisServer redis, TestOptions options, String... rooms) {
        return Replica.start(Replica.single(redis.port()), "open-webui", options.build(), rooms);
    }

    /** Exactly one replica hears. */
    private static void awaitHeard(RedisServer redis, String channel) {
        await().atMost(SOON)
                .until(() -> redis.command("PUBSUB", "NUMSUB", channel) instanceof List<?> found && found.contains(1L));
    }

    private static long patterns(RedisServer redis) {
        return redis.command("PUBSUB", "NUMPAT") instanceof Long number ? number : 0;
    }

    /** Publishes what the libraries would. */
    private static final class Foreign implements AutoCloseable {
        private final RedisClients clients = new RedisClients(Replica.settings("open-webui"), "foreign");
        private final Channels channels;

        Foreign(RedisServer redis) {
            channels = new Channels(clients.open(Replica.single(redis.port()), SOON), false);
        }

        void say(String channel, byte[] message) {
            channels.publish(new ArrayList<>(List.of(new Channels.Message(Channel.plain(channel), message))));
        }

        void python(String text) {
            say(PYTHON, emit(text));
        }

        static byte[] emit(String text) {
            return ("{\"method\": \"emit\", \"event\": \"" + text
                            + "\", \"data\": [], \"binary\": false, \"namespace\": \"/\", \"room\": \"room1\","
                            + " \"skip_sid\": null, \"callback\": null, \"host_id\": \"h\"}")
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            clients.close();
        }
    }
}
