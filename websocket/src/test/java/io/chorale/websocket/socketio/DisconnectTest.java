package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.engineio.CloseReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sockets and namespaces end. */
class DisconnectTest {
    private final SocketIoServer server = SocketIoServer.builder().build();
    private final Namespace main = server.namespace("/");
    private final CompletableFuture<String> reason = new CompletableFuture<>();

    @BeforeEach
    void start() {
        main.onDisconnect((socket, why) -> reason.complete(why.text()))
                .on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Arguments row(String text, BiConsumer<MemoryClient, Socket> end) {
        return Arguments.of(text, end);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                row("client namespace disconnect", (client, socket) -> client.send("1")),
                row("server namespace disconnect", (client, socket) -> socket.disconnect(false)),
                row("server namespace disconnect", (client, socket) -> socket.disconnect(true)),
                row(
                        "server namespace disconnect",
                        (client, socket) -> socket.namespace().disconnectSockets(true)),
                row("forced close", (client, socket) -> socket.closeConnection()),
                row("forced server close", (client, socket) -> client.send("0")),
                row("parse error", (client, socket) -> client.send("2{}")),
                row("transport close", (client, socket) -> client.close(CloseReason.TRANSPORT_CLOSE)),
                row("transport error", (client, socket) -> client.close(CloseReason.TRANSPORT_ERROR)),
                row("transport error", (client, socket) -> client.close(CloseReason.SLOW_CONSUMER)),
                row("ping timeout", (client, socket) -> client.close(CloseReason.PING_TIMEOUT)),
                row("server shutting down", (client, socket) -> client.close(CloseReason.SERVER_SHUTTING_DOWN)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void tellsTheReasonInTheWordsOfTheReference(String text, BiConsumer<MemoryClient, Socket> end) {
        MemoryClient client = MemoryClient.connected(server);
        client.expectNothingBefore("echo");
        end.accept(client, main.localSockets().iterator().next());
        assertThat(reason.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
    void reservedNamesAreNeitherHandledNorSentNorTaken(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> main.on(name, (socket, arguments, ack) -> {}));
        assertThatIllegalArgumentException().isThrownBy(() -> main.emit(name));
        MemoryClient client = MemoryClient.connected(server).send("2[\"" + name + "\"]");
        assertThat(client.closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
    }

    /** Who joins a room while the connection ends is in it or not, but nothing of it stays. */
    @Test
    void joiningWhileTheConnectionEndsLeavesNothing() throws InterruptedException {
        for (int round = 0; round < 100; round++) {
            MemoryClient client = MemoryClient.connected(server);
            Socket socket = main.localSockets().iterator().next();
            CountDownLatch go = new CountDownLatch(1);
            Thread joins = Thread.ofVirtual().start(() -> {
                awaitQuietly(go);
                for (int i = 0; i < 50; i++) {
                    socket.join("r" + i);
                    main.in(socket.id()).socketsJoin("s" + i);
                    socket.leave("r" + (i - 1));
                }
            });
            go.countDown();
            client.loseConnection();
            joins.join();
            assertThat(main.index().roomNames()).isEmpty();
            assertThat(main.localSockets()).isEmpty();
        }
    }

    @Test
    void aQuestionToAClientThatLeavesEndsInItsTimeAndLeavesNothing() {
        MemoryClient client = MemoryClient.connected(server);
        client.expectNothingBefore("echo");
        Socket socket = main.localSockets().iterator().next();
        CompletableFuture<io.chorale.websocket.socketio.Arguments> answer =
                socket.emitWithAck(Duration.ofMillis(300), "question");
        assertThat(client.next()).isEqualTo("20[\"question\"]");
        assertThat(socket.acks().size()).isEqualTo(1);
        client.loseConnection();
        assertThat(socket.acks().size()).isZero();
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(NoAnswerException.class);
    }

    @Test
    void aDynamicNamespaceThatRefusesEverybodyIsDropped() {
        server.namespaces(
                name -> name.startsWith("/d"),
                namespace -> namespace.use(socket -> {
                    throw new ConnectRefusedException("nobody");
                }));
        MemoryClient client = MemoryClient.connected(server).send("0/d1,");
        assertThat(client.next()).isEqualTo("4/d1,{\"message\":\"nobody\"}");
        await().untilAsserted(() -> assertThat(server.namespaces()).containsExactly(main));
    }

    /** The last one leaves while the next one comes: each finds a namespace that lives. */
    @Test
    void aDynamicNamespaceIsJoinedAndLeftByManyAtOnce() throws InterruptedException {
        server.namespaces(
                name -> name.startsWith("/d"),
                namespace -> namespace.on("echo", (socket, arguments, ack) -> ack.send(arguments.toArray())));
        Thread[] clients = new Thread[4];
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        for (int i = 0; i < clients.length; i++) {
            clients[i] = Thread.ofVirtual().start(() -> {
                MemoryClient client = MemoryClient.connected(server);
                for (int round = 0; round < 40; round++) {
                    client.send("0/d,").next();
                    client.send("2/d,7[\"echo\",1]");
                    if (!client.next().equals("3/d,7[1]")) {
                        failure.complete(new AssertionError("no echo in round " + round));
                    }
                    client.send("1/d,");
                }
            });
            clients[i].setUncaughtExceptionHandler((thread, e) -> failure.complete(e));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(failure).isNotDone();
        await().untilAsserted(() -> assertThat(server.namespaces()).containsExactly(main));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
