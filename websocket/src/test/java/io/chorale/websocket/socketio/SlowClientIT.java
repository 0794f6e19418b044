package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EngineOptions;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import io.chorale.websocket.testing.RawConnection;
import io.chorale.websocket.testing.RawWebSocket;
import io.helidon.webserver.WebServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The policy for what overflows, on real sockets: volatile first, the newest of a kind kept, then the connection. */
class SlowClientIT {
    private static final int QUEUE = 2 << 20;
    private static final String TARGET = "/socket.io/?EIO=4&transport=websocket";
    private static final String PADDING = "x".repeat(4_000);

    private final SocketIoServer io = SocketIoServer.builder()
            .engine(EngineOptions.builder().maxQueue(QUEUE).build())
            .recovery(true)
            .build();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final Namespace main = io.namespace("/").onDisconnect((socket, reason) -> closed.complete(reason));
    private final WebServer web = start();

    private WebServer start() {
        io.start();
        return WebServer.builder()
                .shutdownHook(false)
                .port(0)
                .update(io::attachTo)
                .routing(io::register)
                .build()
                .start();
    }

    @AfterEach
    void close() {
        io.close();
        web.stop();
    }

    @Test
    void aClientThatDoesNotReadIsClosedAndResumesWithNothingMissing() {
        try (RawWebSocket slow = connect(RawConnection.narrow(web.port()), "40")) {
            String answer = slow.readText();
            String primer = slow.readText();
            int sent = 0;
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!closed.isDone() && System.nanoTime() < end) {
                main.emit("e", sent++, PADDING);
                main.volatileEvents().emit("volatile");
                main.volatileEvents().coalesce("typing").emit("typing", sent);
            }
            assertThat(closed).isCompletedWithValue(CloseReason.SLOW_CONSUMER);
            assertThat(CloseReason.SLOW_CONSUMER.text()).isEqualTo("transport error");
            assertThat(io.metrics().get(Count.VOLATILE_DROPPED)).isPositive();
            assertThat(io.metrics().get(Count.COALESCED)).isPositive();

            String offset = primer.substring("42[\"$offset\",\"".length(), primer.length() - 2);
            String pid = MemoryClient.field("pid", answer);
            String resume = "40{\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(pid, offset);
            try (RawWebSocket back = connect(RawConnection.to(web.port()), resume)) {
                assertThat(back.readText()).isEqualTo(answer);
                for (int i = 0; i < sent; i++) {
                    assertThat(back.readText()).startsWith("42[\"e\"," + i + ",");
                }
            }
        }
    }

    private static RawWebSocket connect(RawConnection connection, String connect) {
        RawWebSocket socket = RawWebSocket.open(connection, TARGET);
        assertThat(socket.readText()).startsWith("0{");
        return socket.text(connect);
    }
}
