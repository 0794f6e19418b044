package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private final SocketIoServer server = SocketIoServer.builder()
            .limits(new SocketIoLimits(100_000, 10, Duration.ofSeconds(10), 200, 1_000, 3, 5, 2, 128, 20))
            .build();
    private final Namespace main = server.namespace("/");
    private final CompletableFuture<Socket> connected = new CompletableFuture<>();

    @BeforeEach
    void start() {
        main.onConnect(connected::complete)
                .on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        server.namespaces(name -> name.startsWith("/d"), namespace -> {});
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aConnectionIsInSoManyNamespaces() {
        MemoryClient client =
                MemoryClient.connected(server).send("0/d1,").send("0/d2,").send("0/d3,");
        assertThat(client.next(3)).contains("4/d3,{\"message\":\"Too many namespaces\"}");
        client.send("1/d1,").send("0/d3,");
        assertThat(client.next()).startsWith("0/d3,{");
        assertThat(server.metrics().get(SocketIoMetrics.Count.NAMESPACES_LIMITED))
                .isEqualTo(1);
    }

    @Test
    void unknownNamespacesLeaveNothing() {
        MemoryClient client = MemoryClient.connected(server);
        for (int i = 0; i < 500; i++) {
            client.send("0/unknown" + i + ",");
            assertThat(client.next()).endsWith("{\"message\":\"Invalid namespace\"}");
        }
        assertThat(server.namespaces()).hasSize(1);
    }

    @Test
    void aSocketIsInSoManyRooms() {
        MemoryClient client = MemoryClient.connected(server);
        Socket socket = connected.join();
        socket.join("a", "b", "c", "d");
        socket.join("a");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> socket.join("d", "e"))
                .withMessageContaining("the limit is 5");
        main.in("a").socketsJoin("f");
        assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "a", "b", "c", "d");
        assertThat(server.metrics().get(SocketIoMetrics.Count.ROOMS_LIMITED)).isEqualTo(2);
        client.expectNothingBefore("echo");
    }

    @Test
    void aClientOwesSoManyAnswers() {
        MemoryClient client = MemoryClient.connected(server);
        CompletableFuture<Acks> first = main.emitWithAck("q1");
        CompletableFuture<Acks> second = main.emitWithAck("q2");
        Acks refused = main.emitWithAck("q3").join();
        assertThat(refused.answers()).isEmpty();
        String question = client.next();
        client.next();
        client.expectNothingBefore("echo");
        client.send("3" + question.substring(1, question.indexOf('[')) + "[1]");
        assertThat(first.join().answers()).hasSize(1);
        CompletableFuture<Acks> fourth = main.emitWithAck("q4");
        assertThat(client.next()).contains("q4");
        assertThat(second).isNotDone();
        assertThat(fourth).isNotDone();
        assertThat(server.metrics().get(SocketIoMetrics.Count.ACKS_LIMITED)).isEqualTo(1);
    }

    @Test
    void aSocketSendsSoManyEventsInASecondAndTheRestWaits() {
        MemoryClient client = MemoryClient.connected(server);
        for (int i = 0; i < 25; i++) {
            client.send("2[\"echo\"," + i + "]");
        }
        for (int i = 0; i < 25; i++) {
            assertThat(client.next()).isEqualTo("2[\"echo\"," + i + "]");
        }
        assertThat(server.metrics().get(SocketIoMetrics.Count.RATE_LIMITED)).isPositive();
    }

    @Test
    void nothingIsLeftOfClientsThatAreGone() {
        for (int i = 0; i < 50; i++) {
            MemoryClient client = MemoryClient.connected(server).send("0/d1,").send("51-[\"echo\"]");
            client.next();
            client.loseConnection();
        }
        await().untilAsserted(() -> assertThat(server.connections()).isZero());
        await().untilAsserted(() -> assertThat(server.namespaces()).hasSize(1));
        assertThat(main.localSockets()).isEmpty();
        assertThat(main.index().roomNames()).isEmpty();
    }
}
