package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.chorale.config.Secret;
import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisClients;
import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.ClusterMismatchException;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.RecoverableSession;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.RoomFilter;
import io.chorale.websocket.redis.Channels.Channel;
import io.chorale.websocket.redis.emitter.Mutations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/** Somebody who can write to Redis, and does not know the cluster secret. */
@Timeout(120)
class ForgedMessagesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Keyspace KEYS = new Keyspace("open-webui");

    @Test
    void forgedGarbledAndShortenedMessagesAreIgnoredOnEveryChannelAndInTheLog() {
        try (RedisServer redis = RedisServer.start();
                Intruder intruder = new Intruder(redis);
                Replica a = start(redis, "secret", "r");
                Replica b = start(redis, "secret", "r")) {
            a.manager.save(new RecoverableSession("pid", "/", "socket", Set.of("r"), new byte[] {'{', '}'}));
            a.emit("r", "start");
            await().atMost(SOON).until(() -> b.received.contains("start"));
            String start = b.offsets.getFirst();
            byte[] forged = EventMessage.encode(Replica.event("r", "forged"), a.manager.replicaId());
            EventMessage.number(forged, 1_000);
            byte[] elsewhere = Seal.of(Optional.of(new Secret("guess"))).seal(Seal.Place.LOG, forged);
            byte[] reply = new ReplicaMessage.Reply(new ClusterReply.Expect(1, "x", 1)).encode();
            Mutations mutations = new Mutations(4);
            for (int i = 0; i < 20; i++) {
                for (byte[] message : List.of(forged, elsewhere, mutations.of(forged), new byte[i])) {
                    intruder.publishToRooms(message);
                    intruder.say(KEYS.replica(b.manager.replicaId()), mutations.of(reply));
                    intruder.say(KEYS.replica(b.manager.replicaId()), reply);
                    intruder.append(message);
                }
            }
            intruder.say(KEYS.replica(a.manager.replicaId()), new ReplicaMessage.Displaced("anything").encode());
            a.emit("r", "after");

            await().atMost(SOON).until(() -> b.received.contains("after") && a.received.contains("after"));
            assertThat(a.received).containsExactly("start", "after").isEqualTo(b.received);
            assertThat(b.volatileReceived).isEmpty();
            assertThat(b.replies).isEmpty();
            assertThat(a.displaced).isEmpty();
            assertThat(b.manager.replay("/", new RoomFilter(Set.of("r")), start, b.offsets.getLast()))
                    .isInstanceOfSatisfying(
                            Replay.Complete.class,
                            missed -> assertThat(missed.entries()).hasSize(1));
            assertThat(b.manager.claim("pid")).isPresent();
        }
    }

    @Test
    void aForgedSessionIsNotResumed() {
        try (RedisServer redis = RedisServer.start();
                Replica a = start(redis, "secret")) {
            a.manager.save(new RecoverableSession("pid", "/", "socket", Set.of("r"), new byte[] {'{', '}'}));
            await().atMost(SOON).until(() -> redis.keys().stream().anyMatch(key -> key.contains(":recovery:")));
            String key = redis.keys().stream()
                    .filter(name -> name.contains(":recovery:"))
                    .findFirst()
                    .orElseThrow();
            redis.command("HSET", key, "content", "forged");

            assertThat(a.manager.claim("pid")).isEmpty();
        }
    }

    @Test
    void aReplicaWithAnotherSecretDoesNotStart() {
        try (RedisServer redis = RedisServer.start();
                Replica a = start(redis, "secret", "r")) {
            assertThat(a.manager.health().hearing()).isTrue();
            assertThatThrownBy(() -> start(redis, "other"))
                    .isInstanceOf(ClusterMismatchException.class)
                    .hasMessageContaining("START-002")
                    .hasMessageContaining("WEBSOCKET_CLUSTER_SECRET");
            assertThatThrownBy(() -> Replica.start(redis.port())).isInstanceOf(ClusterMismatchException.class);
        }
    }

    @Test
    void aReplicaWhoseVersionIsTooFarFromOneThatRunsDoesNotStart() {
        try (RedisServer redis = RedisServer.start()) {
            redis.command("SET", "open-webui:replica:far", "{\"protocol\":3}", "PX", "60000");
            redis.command("ZADD", "open-webui:replicas", "99999999999999", "far");

            assertThatThrownBy(() -> Replica.start(redis.port()))
                    .isInstanceOf(ClusterMismatchException.class)
                    .hasMessageContaining("START-003");

            redis.command("SET", "open-webui:replica:far", "{\"protocol\":2,\"more\":[1]}", "PX", "60000");
            try (Replica a = Replica.start(redis.port())) {
                assertThat(a.manager.replicas()).hasSize(2);
            }
        }
    }

    private static Replica start(RedisServer redis, String secret, String... rooms) {
        TestOptions options = new TestOptions();
        options.seal = Seal.of(Optional.of(new Secret(secret)));
        return Replica.start(Replica.single(redis.port()), "open-webui", options.build(), rooms);
    }

    private static final class Intruder implements AutoCloseable {
        private final RedisClients clients = new RedisClients(Replica.settings("open-webui"), "intruder");
        private final RedissonClient client;
        private final Channels channels;

        Intruder(RedisServer redis) {
            client = clients.open(Replica.single(redis.port()), SOON);
            channels = new Channels(client, false);
        }

        void say(String channel, byte[] message) {
            channels.publish(new ArrayList<>(List.of(new Channels.Message(Channel.plain(channel), message))));
        }

        void publishToRooms(byte[] message) {
            for (int bucket = 0; bucket < VolatileLane.BUCKETS; bucket++) {
                say(KEYS.volatileRooms("/", bucket), message);
            }
            say(KEYS.volatileAll("/"), message);
        }

        /** As a replica would: with the head of the log, or the next entry would begin a new epoch. */
        void append(byte[] message) {
            client.getScript(ByteArrayCodec.INSTANCE)
                    .eval(
                            RScript.Mode.READ_WRITE,
                            """
                            local head = redis.call('HMGET', KEYS[2], 'ms', 'number')
                            local number = string.format('%.0f', tonumber(head[2]) + 1)
                            redis.call('XADD', KEYS[1], head[1] .. '-' .. number, '1', ARGV[1])
                            redis.call('HSET', KEYS[2], 'number', number)
                            return 1""",
                            RScript.ReturnType.LONG,
                            List.of(KEYS.log(), KEYS.logHead()),
                            message);
        }

        @Override
        public void close() {
            clients.close();
        }
    }
}
