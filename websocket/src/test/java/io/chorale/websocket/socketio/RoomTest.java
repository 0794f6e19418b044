package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.cluster.MemoryCluster;
import io.chorale.websocket.engineio.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three clients on two replicas: a and b on the first, c on the second. */
class RoomTest {
    private final MemoryCluster cluster = MemoryCluster.create(Duration.ofMinutes(2));
    private final SocketIoServer one =
            SocketIoServer.builder().cluster(cluster.replica()).build();
    private final SocketIoServer two =
            SocketIoServer.builder().cluster(cluster.replica()).build();
    private final Namespace main = one.namespace("/");
    private MemoryClient a;
    private MemoryClient b;
    private MemoryClient c;
    private String idOfA;
    private String idOfB;
    private String idOfC;

    @BeforeEach
    void connect() {
        for (SocketIoServer server : List.of(one, two)) {
            server.namespace("/")
                    .on("fence", (socket, arguments, ack) -> socket.emit("fence", arguments.toArray()))
                    .on("join", String.class, (socket, room, ack) -> {
                        socket.join(room);
                        ack.send();
                    })
                    .on("leave", String.class, (socket, room, ack) -> {
                        socket.leave(room);
                        ack.send();
                    })
                    .on("others", (socket, arguments, ack) -> socket.broadcast().emit("o", 1))
                    .on("to r", (socket, arguments, ack) -> socket.to("r").emit("o", 2))
                    .on(
                            "except r",
                            (socket, arguments, ack) -> socket.except("r").emit("o", 3));
            server.start();
        }
        a = new MemoryClient(one).send("0");
        idOfA = MemoryClient.field("sid", a.next());
        b = new MemoryClient(one).send("0");
        idOfB = MemoryClient.field("sid", b.next());
        c = new MemoryClient(two).send("0");
        idOfC = MemoryClient.field("sid", c.next());
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static void join(MemoryClient client, String room) {
        client.send("20[\"join\",\"" + room + "\"]");
        assertThat(client.next()).isEqualTo("30[]");
    }

    private static void nobody(MemoryClient... clients) {
        for (MemoryClient client : clients) {
            client.expectNothingBefore("fence");
        }
    }

    @Test
    void reachesTheUnionOfRoomsOnceEach() {
        join(a, "r");
        join(a, "s");
        join(c, "s");
        main.to("r").in("s", "nobody").emit("e", 1);
        assertThat(a.next()).isEqualTo("2[\"e\",1]");
        assertThat(c.next()).isEqualTo("2[\"e\",1]");
        nobody(a, b, c);
    }

    @Test
    void leavesOutExceptedRoomsAndIds() {
        join(a, "r");
        join(c, "r");
        main.except("r").emit("e", 1);
        assertThat(b.next()).isEqualTo("2[\"e\",1]");
        main.to("r").except(idOfC).emit("e", 2);
        assertThat(a.next()).isEqualTo("2[\"e\",2]");
        nobody(a, b, c);
    }

    @Test
    void anIdIsARoom() {
        main.to(idOfC).emit("e", 1);
        assertThat(c.next()).isEqualTo("2[\"e\",1]");
        nobody(a, b, c);
    }

    @Test
    void aSocketReachesTheOthers() {
        join(a, "r");
        join(c, "r");
        a.send("2[\"others\"]");
        assertThat(b.next()).isEqualTo("2[\"o\",1]");
        assertThat(c.next()).isEqualTo("2[\"o\",1]");
        a.send("2[\"to r\"]");
        assertThat(c.next()).isEqualTo("2[\"o\",2]");
        a.send("2[\"except r\"]");
        assertThat(b.next()).isEqualTo("2[\"o\",3]");
        nobody(a, b, c);
    }

    @Test
    void whoeverLeftHearsNothing() {
        join(a, "r");
        a.send("21[\"leave\",\"r\"]");
        a.next();
        main.to("r").emit("e");
        nobody(a, b, c);
        assertThat(main.index().roomNames()).containsExactlyInAnyOrder(idOfA, idOfB);
    }

    @Test
    void localEventsStayHere() {
        main.local().emit("e");
        assertThat(a.next()).isEqualTo("2[\"e\"]");
        assertThat(b.next()).isEqualTo("2[\"e\"]");
        nobody(a, b, c);
    }

    @Test
    void everyClientSeesTheSameOrder() throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            Namespace namespace = (w % 2 == 0 ? one : two).namespace("/");
            int writer = w;
            writers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 250; i++) {
                    namespace.emit("e", writer, i);
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        List<String> seen = a.next(1_000);
        assertThat(b.next(1_000)).isEqualTo(seen);
        assertThat(c.next(1_000)).isEqualTo(seen);
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void collectsAnswersOfAllReplicas() {
        CompletableFuture<Acks> answers = main.emitWithAck("q", 1);
        answer(a, "[\"a\"]");
        answer(b, "[\"b\"]");
        answer(c, "[\"c\"]");
        assertThat(answers.join().complete()).isTrue();
        assertThat(answers.join().answers())
                .extracting(answer -> answer.get(0, String.class))
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    private static void answer(MemoryClient client, String arguments) {
        String question = client.next();
        client.send("3" + question.substring(1, question.indexOf('[')) + arguments);
    }

    @Test
    void returnsWhatThereIsWhenTheTimeIsOver() {
        CompletableFuture<Acks> answers = main.timeout(Duration.ofMillis(200)).emitWithAck("q", 1);
        answer(a, "[1]");
        Acks acks = answers.join();
        assertThat(acks.complete()).isFalse();
        assertThat(acks.answers()).hasSize(1);
    }

    @Test
    void aQuestionToNobodyIsAnsweredAtOnce() {
        assertThat(main.to("empty").emitWithAck("q").join()).isEqualTo(new Acks(List.of(), true));
        assertThat(one.namespace("/only-here").emitWithAck("q").join()).isEqualTo(new Acks(List.of(), true));
    }

    @Test
    void doesNotWaitForAReplicaThatDied() {
        CompletableFuture<Acks> answers = main.emitWithAck("q");
        answer(a, "[]");
        answer(b, "[]");
        two.close(Duration.ZERO);
        Acks acks = answers.orTimeout(8, TimeUnit.SECONDS).join();
        assertThat(acks.answers()).hasSize(2);
        assertThat(acks.complete()).isFalse();
    }

    @Test
    void fetchesSocketsOfAllReplicas() {
        join(c, "r");
        main.localSockets().forEach(socket -> socket.data().put("user", "u1"));
        List<RemoteSocket> all = main.fetchSockets().join();
        assertThat(all).extracting(RemoteSocket::id).containsExactlyInAnyOrder(idOfA, idOfB, idOfC);
        assertThat(main.local().fetchSockets().join())
                .extracting(socket -> socket.data().path("user").asText())
                .containsExactly("u1", "u1");
        RemoteSocket remote = main.in("r").fetchSockets().join().getFirst();
        assertThat(remote.rooms()).containsExactlyInAnyOrder(idOfC, "r");
        assertThat(remote.handshake().path("address").asText()).isEqualTo("192.0.2.1");
        assertThat(remote.handshake().toString()).doesNotContain("secret", "engine-id");
        remote.emit("hello");
        assertThat(c.next()).isEqualTo("2[\"hello\"]");
    }

    @Test
    void movesSocketsOfAllReplicas() {
        join(c, "r");
        main.in("r").socketsJoin("s", "t");
        main.to("s").emit("e", 1);
        assertThat(c.next()).isEqualTo("2[\"e\",1]");
        main.in("r").socketsLeave("s");
        main.to("s").emit("e", 2);
        main.to("t").emit("e", 3);
        assertThat(c.next()).isEqualTo("2[\"e\",3]");
        nobody(a, b, c);
    }

    @Test
    void sendsSocketsOfAllReplicasAway() {
        join(c, "r");
        main.in("r").emit("last");
        main.in("r").disconnectSockets(true);
        assertThat(c.next(2)).containsExactly("2[\"last\"]", "1");
        assertThat(c.closeReason()).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
        nobody(a, b);
    }

    @Test
    void speaksToTheApplicationOnOtherReplicas() {
        for (SocketIoServer server : List.of(one, two)) {
            server.namespace("/")
                    .onServerSide(
                            "who",
                            (arguments, ack) ->
                                    ack.send(server == one ? "one" : "two", arguments.get(0, Integer.class)));
        }
        Acks acks = main.serverSideEmitWithAck(Duration.ofSeconds(10), "who", 7).join();
        assertThat(acks.complete()).isTrue();
        assertThat(acks.answers()).hasSize(1);
        assertThat(acks.answers().getFirst()).hasToString("[\"two\", 7]");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> main.serverSideEmit("who", new byte[1]));
    }

    @Test
    void questionsLeaveNothing() {
        CompletableFuture<Acks> answers = main.timeout(Duration.ofMillis(100)).emitWithAck("q");
        assertThat(answers.join().complete()).isFalse();
        await().untilAsserted(() ->
                assertThat(main.localSockets()).allMatch(socket -> socket.acks().size() == 0));
    }
}
