package io.chorale.websocket.redis;

import static org.awaitility.Awaitility.await;

import io.chorale.config.ClusterSettings.Emitters;
import io.chorale.test.RedisServer;
import io.chorale.websocket.socketio.FixtureOptions;
import io.chorale.websocket.socketio.SocketIoFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real {@code @socket.io/redis-emitter}, the real client, two replicas. */
@Timeout(240)
class NodeEmitterIT {
    @Test
    void anUnmodifiedEmitterReachesUnmodifiedClients() throws IOException, InterruptedException {
        TestOptions options = new TestOptions();
        options.nodeEmitters = new Emitters(true, Optional.empty());
        try (RedisServer redis = RedisServer.start();
                SocketIoFixture a = fixture(redis, options);
                SocketIoFixture b = fixture(redis, options)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Long.valueOf(2).equals(redis.command("PUBSUB", "NUMPAT")));

            NodeScripts.run(
                    "emitter.test.js",
                    Map.of(
                            "REDIS_URL", "redis://127.0.0.1:" + redis.port(),
                            "EMITTER_KEY", "open-webui:socket.io",
                            "FIXTURES", "http://localhost:" + a.port() + ",http://localhost:" + b.port()));
        }
    }

    private static SocketIoFixture fixture(RedisServer redis, TestOptions options) {
        Replica replica = Replica.create(Replica.single(redis.port()), "open-webui", options.build());
        return SocketIoFixture.start(FixtureOptions.defaults().withRecovery(), replica.manager);
    }
}
