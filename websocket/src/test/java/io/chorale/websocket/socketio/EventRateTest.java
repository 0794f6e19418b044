package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventRateTest {
    private final AtomicLong now = new AtomicLong();
    private final EventRate rate = new EventRate(100, 200, Duration.ofSeconds(30), now::get);

    @Test
    void aBurstGoesThroughAndTheRestWaitsForItsTurn() {
        for (int i = 0; i < 200; i++) {
            assertThat(rate.take()).isZero();
        }
        assertThat(rate.take()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
        assertThat(rate.isOverloaded()).isFalse();
    }

    @Test
    void whoKeepsToTheRateNeverWaits() {
        for (int i = 0; i < 10_000; i++) {
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(10));
            assertThat(rate.take()).isZero();
        }
    }

    @Test
    void whoIsHeldBackAllTheTimeIsOverloaded() {
        long end = TimeUnit.SECONDS.toNanos(31);
        while (now.get() < end) {
            now.addAndGet(rate.take());
        }
        assertThat(rate.isOverloaded()).isTrue();
    }

    @Test
    void aPauseMakesUpForAnything() {
        for (int i = 0; i < 60; i++) {
            for (int event = 0; event < 250; event++) {
                now.addAndGet(rate.take());
            }
            assertThat(rate.isOverloaded()).isFalse();
            now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        }
    }

    @Test
    void zeroIsNoLimit() {
        EventRate unlimited = new EventRate(0, 1, Duration.ZERO, now::get);
        for (int i = 0; i < 10_000; i++) {
            assertThat(unlimited.take()).isZero();
        }
        assertThat(unlimited.isOverloaded()).isFalse();
    }

    @Test
    void readingStopsAndNothingIsLostOrOutOfOrder() {
        try (SocketIoServer server =
                server(SocketIoLimits.builder().eventsPerSecond(50).eventBurst(10))) {
            MemoryClient client = MemoryClient.connected(server);
            long started = System.nanoTime();
            for (int i = 0; i < 25; i++) {
                client.send("2[\"echo\"," + i + "]");
            }
            long nanos = System.nanoTime() - started;
            for (int i = 0; i < 25; i++) {
                assertThat(client.next()).isEqualTo("2[\"echo\"," + i + "]");
            }
            assertThat(nanos).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(250));
            assertThat(server.metrics().get(Count.RATE_LIMITED)).isPositive();
            assertThat(server.metrics().get(Count.OVERLOADED)).isZero();
        }
    }

    @Test
    void whoNeverPausesIsSentAwayInAWayThatLetsItResume() {
        SocketIoLimits.Builder limits =
                SocketIoLimits.builder().eventsPerSecond(100).eventBurst(1).overloadTime(Duration.ofMillis(200));
        try (SocketIoServer server = server(limits)) {
            MemoryClient client = MemoryClient.connected(server);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (server.metrics().get(Count.OVERLOADED) == 0 && System.nanoTime() < end) {
                client.send("2[\"echo\"]");
            }
            assertThat(client.closeReason()).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
            assertThat(server.metrics().get(Count.OVERLOADED)).isEqualTo(1);
            assertThat(SocketIdentity.mayResumeAfter(client.closeReason())).isTrue();
        }
    }

    @Test
    void connectsCountAsWell() {
        try (SocketIoServer server =
                server(SocketIoLimits.builder().eventsPerSecond(100).eventBurst(3))) {
            MemoryClient client = MemoryClient.connected(server);
            for (int i = 0; i < 5; i++) {
                client.send("0/unknown,");
            }
            assertThat(client.next(5)).containsOnly("4/unknown,{\"message\":\"Invalid namespace\"}");
            assertThat(server.metrics().get(Count.RATE_LIMITED)).isPositive();
        }
    }

    private static SocketIoServer server(SocketIoLimits.Builder limits) {
        SocketIoServer server = SocketIoServer.builder().limits(limits.build()).build();
        server.namespace("/").on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        server.start();
        return server;
    }
}
