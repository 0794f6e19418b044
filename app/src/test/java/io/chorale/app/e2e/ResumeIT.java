package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.RedisServer;
import io.chorale.test.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 4: an unmodified JavaScript client resumes on another replica with nothing missing and nothing twice, also
 * when its own was killed with {@code kill -9} (what socket.io-redis-streams-adapter #27 cannot do).
 */
class ResumeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path data;

    @Test
    void resumesOnAnotherReplicaAfterKill() {
        try (RedisServer redis = RedisServer.start();
                ServerProcess first = ServerProcess.start(data, settings(redis));
                ServerProcess second = ServerProcess.start(data, settings(redis));
                TcpProxy balancer = TcpProxy.to(first.port(), second.port());
                ChatUser anna = ChatUser.signUp(second.url(), "anna");
                JavaScriptListener listener =
                        JavaScriptListener.start("http://127.0.0.1:" + balancer.port(), anna.token(), "websocket")) {
            String channel = anna.createChannel("general");
            Awaitility.await().atMost(PATIENCE).until(() -> listener.joined() == 1);

            post(anna, channel, 0, 20);
            awaitMessages(listener, 20);
            first.kill();
            post(anna, channel, 20, 60);
            awaitMessages(listener, 60);

            assertThat(listener.recovered()).containsExactly(false, true);
        }
    }

    @Test
    void resumesAfterALostLink() {
        try (ServerProcess server = ServerProcess.start(data, Map.of());
                TcpProxy link = TcpProxy.to(server.port());
                ChatUser anna = ChatUser.signUp(server.url(), "anna");
                JavaScriptListener listener =
                        JavaScriptListener.start("http://127.0.0.1:" + link.port(), anna.token(), "websocket")) {
            String channel = anna.createChannel("general");
            Awaitility.await().atMost(PATIENCE).until(() -> listener.joined() == 1);

            post(anna, channel, 0, 10);
            link.isolate();
            post(anna, channel, 10, 30);
            link.heal();
            awaitMessages(listener, 30);

            assertThat(listener.recovered()).containsExactly(false, true);
        }
    }

    private static Map<String, String> settings(RedisServer redis) {
        return Map.of("REDIS_URL", redis.url(), "WEBSOCKET_MANAGER", "redis");
    }

    private static void post(ChatUser user, String channel, int from, int to) {
        texts(from, to).forEach(text -> user.post(channel, text));
    }

    private static void awaitMessages(JavaScriptListener listener, int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(listener.messages())
                        .as(listener::toString)
                        .containsExactlyElementsOf(texts(0, count)));
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "message " + n).toList();
    }
}
