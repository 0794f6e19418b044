package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EngineOptions;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private final SocketIoServer server = SocketIoServer.builder()
            .limits(SocketIoLimits.builder()
                    .attachments(3)
                    .jsonDepth(10)
                    .jsonNumberLength(20)
                    .connectBytes(100)
                    .namespaces(3)
                    .rooms(5)
                    .pendingAcks(2)
                    .eventsPerSecond(0)
                    .build())
            .engine(EngineOptions.builder().maxPayload(1_000).build())
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
        assertThat(server.metrics().get(Count.NAMESPACES_LIMITED)).isEqualTo(1);
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
        assertThat(server.metrics().get(Count.ROOMS_LIMITED)).isEqualTo(2);
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
        assertThat(server.metrics().get(Count.ACKS_LIMITED)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "2[\"echo\",[[[[[[[[[[1]]]]]]]]]]] JSON_LIMITED",
                "2[\"echo\",{\"a\":[[[[[[[[[1]]]]]]]]]}] JSON_LIMITED",
                "2[\"echo\",123456789012345678901] JSON_LIMITED",
                "2[\"echo\",1.23456789012345678901] JSON_LIMITED",
                "0[[[[[[[[[[[1]]]]]]]]]]] JSON_LIMITED",
                "54-[\"echo\"] ATTACHMENTS_LIMITED",
                "599999999999999999999-[\"echo\"] ATTACHMENTS_LIMITED",
                "2[\"echo\"]x MALFORMED",
            })
    void whatIsBeyondTheLimitsOfAPacketClosesTheConnectionAndIsCounted(String packet, Count count) {
        MemoryClient client = MemoryClient.connected(server).send(packet);
        assertThat(client.closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
        assertThat(server.metrics().get(count)).isEqualTo(1);
    }

    @Test
    void whatIsJustWithinTheLimitsOfAPacketIsTaken() {
        MemoryClient client =
                MemoryClient.connected(server).send("2[\"echo\",[[[[[[[[[1]]]]]]]]],12345678901234567890]");
        assertThat(client.next()).isEqualTo("2[\"echo\",[[[[[[[[[1]]]]]]]]],12345678901234567890]");
    }

    @Test
    void attachmentsOfMoreBytesThanAPayloadCloseTheConnection() {
        MemoryClient client = MemoryClient.connected(server)
                .send("52-[\"echo\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]")
                .sendBinary(new byte[500])
                .sendBinary(new byte[500]);
        assertThat(client.closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
        assertThat(server.metrics().get(Count.ATTACHMENTS_LIMITED)).isEqualTo(1);
    }

    @Test
    void whatAClientSendsToJoinIsBounded() {
        MemoryClient client = MemoryClient.connected(server);
        client.send("0/d1,{\"token\":\"" + "x".repeat(70) + "\"}");
        assertThat(client.next()).startsWith("0/d1,{");
        client.send("0/d2,{\"token\":\"" + "x".repeat(100) + "\"}");
        assertThat(client.closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
        assertThat(server.metrics().get(Count.CONNECT_TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void aConnectionThatJoinsNothingIsClosedAndCounted() {
        Duration timeout = Duration.ofMillis(300);
        try (SocketIoServer impatient =
                SocketIoServer.builder().connectTimeout(timeout).build()) {
            impatient.start();
            assertThat(new MemoryClient(impatient).closeReason()).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
            assertThat(impatient.metrics().get(Count.CONNECT_TIMEOUT)).isEqualTo(1);
        }
    }

    /** Each namespace that is joined and left would leave a thread in the middleware behind. */
    @Test
    void aClientCannotPileUpSlowMiddlewares() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        AtomicInteger running = new AtomicInteger();
        server.namespace("/slow").use(socket -> {
            running.incrementAndGet();
            slow.join();
        });
        MemoryClient client = MemoryClient.connected(server);
        String refused = "4/slow,{\"message\":\"Too many namespaces\"}";
        String answered = client.send("0/slow,").nextNow();
        for (int joined = 1; joined < 50 && answered == null; joined++) {
            answered = client.send("1/slow,").send("0/slow,").nextNow();
        }
        assertThat(answered).isEqualTo(refused);
        assertThat(running.get()).isLessThanOrEqualTo(6);
        slow.complete(null);
        String answer = client.send("0/slow,").next();
        while (answer.equals(refused)) {
            answer = client.send("0/slow,").next();
        }
        assertThat(answer).startsWith("0/slow,{");
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
