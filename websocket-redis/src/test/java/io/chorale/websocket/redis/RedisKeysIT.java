package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.redis.Keyspace;
import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.RecoverableSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/redis-keys.md} and Redis say the same. */
@Timeout(60)
class RedisKeysIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String PREFIX = "my prefix";

    @Test
    void everyKeyInRedisIsInTheTableWithItsTypeAndLife() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(Replica.single(redis.port()), PREFIX, Replica.options(), "r");
                Replica b = Replica.start(Replica.single(redis.port()), PREFIX, Replica.options(), "r")) {
            use(a, b);

            List<String> keys = redis.keys();
            assertThat(keys).hasSizeGreaterThan(6);
            for (String key : keys) {
                KeyTable.Row row = KeyTable.find(key, PREFIX)
                        .orElseThrow(() -> new AssertionError(key + " is not in docs/redis-keys.md"));
                assertThat(redis.command("TYPE", key)).as(key).isEqualTo(row.type());
                assertThat(!String.valueOf(redis.command("PTTL", key)).equals("-1"))
                        .as("%s has a time to live", key)
                        .isEqualTo(row.hasTimeToLive());
            }
        }
    }

    @Test
    void everyChannelInRedisIsInTheTable() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(Replica.single(redis.port()), PREFIX, Replica.options(), "r")) {
            await().atMost(SOON).until(() -> {
                a.manager.publish(Replica.event("r", "volatile"));
                return !a.volatileReceived.isEmpty();
            });

            List<?> channels = (List<?>) redis.command("PUBSUB", "CHANNELS", "*");
            assertThat(channels)
                    .isNotEmpty()
                    .allSatisfy(channel -> assertThat(KeyTable.find(String.valueOf(channel), PREFIX))
                            .as(String.valueOf(channel))
                            .isPresent());
        }
    }

    @Test
    void everyNameThatTheCodeKnowsIsInTheTable() throws ReflectiveOperationException {
        Keyspace keys = new Keyspace("P");
        for (Method method : Keyspace.class.getDeclaredMethods()) {
            if (isName(method)) {
                String name = call(keys, method);
                assertThat(KeyTable.find(name, "P"))
                        .as("%s from Keyspace.%s", name, method.getName())
                        .isPresent();
            }
        }
    }

    @Test
    void nothingIsLeftSoonAfterTheReplicasStopped() {
        try (RedisServer redis = RedisServer.start()) {
            try (Replica a = Replica.start(redis.port(), "r");
                    Replica b = Replica.start(redis.port(), "r")) {
                use(a, b);
            }

            assertThat(redis.keys())
                    .noneMatch(key -> key.contains(":replica") || key.contains(":log-writer:"))
                    .allSatisfy(
                            key -> assertThat((Long) redis.command("PTTL", key)).isPositive());
        }
    }

    private static void use(Replica a, Replica b) {
        a.manager.save(new RecoverableSession("pid", "/", "socket", Set.of("r"), new byte[] {'{', '}'}));
        a.emit("r", "event");
        a.manager.reply(b.manager.replicaId(), new ClusterReply.Expect(1, a.manager.replicaId(), 0));
        await().atMost(SOON).until(() -> b.received.contains("event") && !b.replies.isEmpty());
        await().atMost(SOON).until(() -> b.manager.claim("pid").isPresent());
    }

    private static boolean isName(Method method) {
        return Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && method.getReturnType() == String.class
                && !Set.of("toString", "prefix").contains(method.getName());
    }

    private static String call(Keyspace keys, Method method) throws IllegalAccessException, InvocationTargetException {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(type -> type == String.class ? "x" : type == int.class ? (Object) 3 : (Object) 3L)
                .toArray();
        return String.valueOf(method.invoke(keys, arguments));
    }
}
