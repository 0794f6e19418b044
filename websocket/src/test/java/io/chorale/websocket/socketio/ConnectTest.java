package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.engineio.CloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private final SocketIoServer server =
            SocketIoServer.builder().connectTimeout(Duration.ofMillis(300)).build();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        server.namespace("/").on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersWithAnIdThatIsNotTheOneOfTheConnection() {
        MemoryClient client = new MemoryClient(server).send("0");
        assertThat(client.next()).matches("0\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
    }

    @Test
    void givesEachNamespaceAnIdOfItsOwn() {
        server.namespace("/adm");
        MemoryClient client = new MemoryClient(server).send("0").send("0/adm,");
        List<String> answers = client.next(2);
        assertThat(answers)
                .anyMatch(answer -> answer.startsWith("0{\"sid\""))
                .anyMatch(answer -> answer.startsWith("0/adm,{\"sid\""));
        assertThat(MemoryClient.field("sid", answers.get(0))).isNotEqualTo(MemoryClient.field("sid", answers.get(1)));
    }

    @Test
    void answersBeforeAnyEvent() {
        server.namespace("/n").onConnect(socket -> {
            socket.emit("auth", socket.auth());
            socket.volatileEvents().emit("later", 1);
        });
        MemoryClient client = new MemoryClient(server).send("0/n,{\"token\":\"t\"}");
        assertThat(client.next()).startsWith("0/n,{");
        assertThat(client.next()).isEqualTo("2/n,[\"auth\",{\"token\":\"t\"}]");
    }

    @Test
    void refusesNamespacesThatAreNotThereAndStaysOpen() {
        MemoryClient client = new MemoryClient(server).send("0/random");
        assertThat(client.next()).isEqualTo("4/random,{\"message\":\"Invalid namespace\"}");
        client.send("0/__proto__,").send("0/constructor");
        assertThat(client.next(2))
                .containsExactly(
                        "4/__proto__,{\"message\":\"Invalid namespace\"}",
                        "4/constructor,{\"message\":\"Invalid namespace\"}");
        client.send("0");
        assertThat(client.next()).startsWith("0{");
    }

    @Test
    void middlewaresRefuseWithMessageAndData() {
        server.namespace("/mw").use(socket -> {
            throw new ConnectRefusedException("nope", Map.of("code", "E1"));
        });
        MemoryClient client = new MemoryClient(server).send("0/mw,");
        assertThat(client.next()).isEqualTo("4/mw,{\"message\":\"nope\",\"data\":{\"code\":\"E1\"}}");
        client.send("0/mw,");
        assertThat(client.next()).startsWith("4/mw,");
    }

    @Test
    void failuresOfMiddlewaresStayOnTheServer() {
        server.namespace("/broken").use(socket -> {
            throw new IllegalStateException("jdbc:password");
        });
        MemoryClient client = new MemoryClient(server).send("0/broken,");
        assertThat(client.next()).isEqualTo("4/broken,{\"message\":\"Internal error\"}");
    }

    @Test
    void whatComesBeforeTheAnswerWaits() {
        CountDownLatch asked = new CountDownLatch(1);
        server.namespace("/slow")
                .use(socket -> asked.await())
                .on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        MemoryClient client = new MemoryClient(server).send("0/slow,").send("2/slow,[\"echo\",1]");
        asked.countDown();
        assertThat(client.next()).startsWith("0/slow,{");
        assertThat(client.next()).isEqualTo("2/slow,[\"echo\",1]");
    }

    @Test
    void aClientThatLeavesDuringAMiddlewareIsNeverConnected() {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        server.namespaces(
                "/dyn"::equals,
                namespace -> namespace
                        .use(socket -> {
                            running.countDown();
                            asked.await();
                        })
                        .onConnect(socket -> log.add("connect"))
                        .onDisconnect((socket, reason) -> log.add("disconnect")));
        MemoryClient client = new MemoryClient(server).send("0/dyn,");
        await().until(() -> running.getCount() == 0);
        client.loseConnection();
        asked.countDown();
        await().until(() -> server.namespaces().stream()
                .noneMatch(namespace -> namespace.name().equals("/dyn")));
        assertThat(log).isEmpty();
        assertThat(client.nextNow()).isNull();
    }

    @Test
    void closesConnectionsThatJoinNothing() {
        assertThat(new MemoryClient(server).closeReason()).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
        MemoryClient refused = new MemoryClient(server).send("0/random");
        assertThat(refused.closeReason()).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
        assertThat(server.metrics().get(SocketIoMetrics.Count.CONNECT_TIMEOUT)).isEqualTo(2);
    }

    @Test
    void keepsConnectionsThatJoined() {
        MemoryClient client = MemoryClient.connected(server);
        await().during(Duration.ofMillis(500)).until(client::isOpen);
        client.expectNothingBefore("echo");
    }

    @Test
    void aNamespaceCanBeLeftAndJoinedAgain() {
        server.namespace("/").onDisconnect((socket, reason) -> log.add(reason.text()));
        MemoryClient client = new MemoryClient(server).send("0");
        String first = client.next();
        client.send("1").send("0");
        String second = client.next();
        assertThat(second).startsWith("0{").isNotEqualTo(first);
        client.expectNothingBefore("echo");
        await().untilAsserted(() -> assertThat(log).containsExactly("client namespace disconnect"));
    }

    @Test
    void dynamicNamespacesLiveAsLongAsSomebodyIsInThem() {
        server.namespaces(
                name -> name.matches("/dyn-\\d+"),
                namespace -> namespace.onConnect(socket -> socket.emit("in", namespace.name())));
        MemoryClient one = new MemoryClient(server).send("0/dyn-1,");
        MemoryClient two = new MemoryClient(server).send("0/dyn-1,");
        assertThat(one.next(2).get(1)).isEqualTo("2/dyn-1,[\"in\",\"/dyn-1\"]");
        two.next(2);
        assertThat(new MemoryClient(server).send("0/dyn-x,").next()).startsWith("4/dyn-x,");
        one.loseConnection();
        await().untilAsserted(() -> assertThat(server.namespaces()).hasSize(2));
        two.send("1/dyn-1,");
        await().untilAsserted(() ->
                assertThat(server.namespaces()).extracting(Namespace::name).containsExactly("/"));
    }

    @Test
    void tellsReasonsAndRoomsAtTheEnd() {
        CompletableFuture<String> told = new CompletableFuture<>();
        server.namespace("/n")
                .onConnect(socket -> {
                    socket.join("r");
                    socket.emit("in");
                })
                .onDisconnect((socket, reason) ->
                        told.complete(reason.text() + " " + socket.rooms().contains("r") + " " + socket.connected()));
        MemoryClient client = new MemoryClient(server).send("0/n,");
        client.next(2);
        client.close(CloseReason.PING_TIMEOUT);
        assertThat(told.join()).isEqualTo("ping timeout true false");
        assertThat(server.namespace("/n").index().roomNames()).isEmpty();
    }

    @Test
    void sendsAwayFromOneOrAllNamespaces() {
        server.namespace("/n").on("away", Boolean.class, (socket, close, ack) -> socket.disconnect(close));
        server.namespace("/n").onDisconnect((socket, reason) -> log.add(reason.text()));
        MemoryClient client = MemoryClient.connected(server).send("0/n,");
        client.next();
        client.send("2/n,[\"away\",false]");
        assertThat(client.next()).isEqualTo("1/n,");
        client.send("0/n,");
        assertThat(client.next()).startsWith("0/n,{");
        client.send("2/n,[\"away\",true]");
        assertThat(client.next(2)).containsExactlyInAnyOrder("1/n,", "1");
        assertThat(client.closeReason()).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
        await().untilAsserted(() ->
                assertThat(log).containsExactly("server namespace disconnect", "server namespace disconnect"));
    }

    @Test
    void aClosingServerClosesConnectionsWithoutSendingClientsAway() {
        server.namespace("/").onDisconnect((socket, reason) -> log.add(reason.text()));
        MemoryClient client = MemoryClient.connected(server);
        server.close(Duration.ofSeconds(5));
        assertThat(client.closeReason()).isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
        assertThat(client.nextNow()).isNull();
        assertThat(log).containsExactly("server shutting down");
        assertThat(server.connections()).isZero();
    }
}
