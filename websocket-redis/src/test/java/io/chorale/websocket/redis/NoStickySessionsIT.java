package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.test.AlternatingProxy;
import io.chorale.test.RedisServer;
import io.chorale.websocket.engineio.EngineMetrics.RelayKind;
import io.chorale.websocket.socketio.FixtureOptions;
import io.chorale.websocket.socketio.SocketIoFixture;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reference client, unmodified, goes through all scenarios with two replicas that take its requests in turn, as it does
 * with one.
 */
class NoStickySessionsIT {

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void goesThroughAllScenariosOnTwoReplicasInTurn(String transport) throws IOException, InterruptedException {
        run(FixtureOptions.defaults(), transport, "scenarios.test.js");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void resumesOnTwoReplicasInTurn(String transport) throws IOException, InterruptedException {
        run(FixtureOptions.defaults().withRecovery(), transport, "recovery.test.js");
    }

    private static void run(FixtureOptions options, String transport, String script)
            throws IOException, InterruptedException {
        try (RedisServer redis = RedisServer.start();
                SocketIoFixture a = RedisFixture.start(options, "redis://127.0.0.1:" + redis.port(), "fixture");
                SocketIoFixture b = RedisFixture.start(options, "redis://127.0.0.1:" + redis.port(), "fixture");
                AlternatingProxy proxy = AlternatingProxy.to(a.port(), b.port())) {
            awaitAcquaintance(a, b);
            NodeScripts.run(
                    NodeScripts.SCENARIOS,
                    script,
                    Map.of("FIXTURE_URL", "http://localhost:" + proxy.port(), "FIXTURE_TRANSPORT", transport));
            if (!transport.equals("websocket")) {
                assertThat(relayed(a, RelayKind.POLL) + relayed(b, RelayKind.POLL))
                        .isPositive();
            }
        }
    }

    /** A replica is asked by its peers from their next beat on. */
    private static void awaitAcquaintance(SocketIoFixture... replicas) {
        await().untilAsserted(() -> assertThat(replicas)
                .allSatisfy(
                        replica -> assertThat(replica.io().cluster().replicas()).hasSize(replicas.length)));
    }

    private static long relayed(SocketIoFixture replica, RelayKind kind) {
        return replica.io().engine().metrics().requestsRelayed(kind);
    }
}
