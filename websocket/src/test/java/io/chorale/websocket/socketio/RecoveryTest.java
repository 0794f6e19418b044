package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.cluster.MemoryCluster;
import io.chorale.websocket.engineio.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection state recovery on two replicas, as the reference client takes part in it. */
class RecoveryTest {
    private final MemoryCluster cluster = MemoryCluster.create(Duration.ofMinutes(2));
    private final SocketIoServer one = server();
    private final SocketIoServer two = server();

    private SocketIoServer server() {
        return SocketIoServer.builder()
                .cluster(cluster.replica())
                .recovery(Duration.ofMinutes(2))
                .build();
    }

    @BeforeEach
    void start() {
        for (SocketIoServer server : List.of(one, two)) {
            server.namespace("/")
                    .on("join", String.class, (socket, room, ack) -> {
                        socket.join(room);
                        socket.data().put("room", room);
                        ack.send();
                    })
                    .on(
                            "state",
                            (socket, arguments, ack) -> ack.send(
                                    socket.recovered(),
                                    socket.rooms().contains("r"),
                                    socket.data().tree()));
            server.namespace("/plain").recovery(false).onConnect(socket -> socket.emit("hello", "you"));
            server.start();
        }
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    /** What the reference client keeps: the pid of the last answer, and the last argument of an event if it is a string. */
    private static final class Client {
        private static final Pattern LAST_STRING = Pattern.compile("2.*,\"([^\"]*)\"]");

        private MemoryClient transport;
        private String sid = "";
        private String pid = "";
        private String offset = "";
        private boolean recovered;

        private Client(SocketIoServer server) {
            transport = new MemoryClient(server).send("0");
            answered();
            assertThat(event()).startsWith("2[\"$offset\",");
        }

        private Client back(SocketIoServer server) {
            transport = new MemoryClient(server).send("0" + credentials());
            answered();
            return this;
        }

        private String credentials() {
            return "{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
        }

        private void answered() {
            String answer = transport.next();
            assertThat(answer).startsWith("0{");
            String newPid = MemoryClient.field("pid", answer);
            recovered = newPid.equals(pid);
            pid = newPid;
            sid = MemoryClient.field("sid", answer);
        }

        private String event() {
            String event = transport.next();
            Matcher matcher = LAST_STRING.matcher(event);
            assertThat(matcher.matches()).as(event).isTrue();
            offset = matcher.group(1);
            return event;
        }

        /** The event without its offset. */
        private String bare() {
            String event = event();
            return event.substring(0, event.lastIndexOf(','));
        }

        private void ask(String question, String answer) {
            transport.send("29" + question);
            assertThat(transport.next()).isEqualTo("39" + answer);
        }

        private Client inRoom() {
            ask("[\"join\",\"r\"]", "[]");
            return this;
        }
    }

    private void emit(int from, int to) {
        for (int i = from; i < to; i++) {
            one.namespace("/").to("r").emit("e", i);
        }
    }

    private static void expect(Client client, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(client.bare()).isEqualTo("2[\"e\"," + i);
        }
    }

    /** Waits until the session of a client is written. */
    private static void settle(SocketIoServer server) {
        await().until(() -> server.namespace("/").localSockets().stream()
                .noneMatch(socket -> socket.unsaved().get()));
    }

    @Test
    void handsOutASecretIdAndAnOffsetBeforeAnyEvent() {
        Client client = new Client(one);
        assertThat(client.pid).hasSize(20).isNotEqualTo(client.sid);
        assertThat(client.offset).isNotEmpty();
    }

    @Test
    void resumesOnAnotherReplicaWithNothingMissingAndNothingTwice() {
        Client client = new Client(one).inRoom();
        emit(0, 3);
        expect(client, 0, 3);
        client.transport.loseConnection();
        emit(3, 10);
        String sid = client.sid;
        client.back(two);
        assertThat(client.recovered).isTrue();
        assertThat(client.sid).isEqualTo(sid);
        expect(client, 3, 10);
        emit(10, 12);
        expect(client, 10, 12);
        client.ask("[\"state\"]", "[true,true,{\"room\":\"r\"}]");
        assertThat(two.metrics().get(SocketIoMetrics.Count.RECOVERED)).isEqualTo(1);
    }

    @Test
    void resumesWithoutHavingReceivedAnything() {
        Client client = new Client(one).inRoom();
        client.transport.loseConnection();
        emit(0, 2);
        assertThat(client.back(one).recovered).isTrue();
        expect(client, 0, 2);
    }

    @Test
    void resumesThoughItsReplicaNeverSawItGo() {
        Client client = new Client(one).inRoom();
        MemoryClient halfOpen = client.transport;
        settle(one);
        emit(0, 2); // lost in the dead connection
        assertThat(client.back(two).recovered).isTrue();
        expect(client, 0, 2);
        assertThat(halfOpen.closeReason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
        assertThat(one.namespace("/").localSockets()).isEmpty();
        client.ask("[\"state\"]", "[true,true,{\"room\":\"r\"}]");
    }

    @Test
    void theSameReplicaDisplacesAHalfOpenSocket() {
        Client client = new Client(one).inRoom();
        MemoryClient halfOpen = client.transport;
        settle(one);
        emit(0, 2);
        assertThat(client.back(one).recovered).isTrue();
        expect(client, 0, 2);
        assertThat(halfOpen.closeReason()).isEqualTo(CloseReason.TRANSPORT_CLOSE);
        emit(2, 3);
        expect(client, 2, 3);
        assertThat(one.namespace("/").localSockets()).hasSize(1);
    }

    @Test
    void resumesAgainWhenTheAnswerWasLost() {
        Client client = new Client(one).inRoom();
        client.transport.loseConnection();
        emit(0, 2);
        new MemoryClient(two).send("0" + client.credentials()); // whose answer never arrives
        await().until(() -> two.namespace("/").localSockets().size() == 1);
        assertThat(client.back(one).recovered).isTrue();
        expect(client, 0, 2);
        await().until(() -> two.namespace("/").localSockets().isEmpty());
    }

    @Test
    void oneOfTwoResumesWithOneIdLives() {
        Client client = new Client(one).inRoom();
        client.transport.loseConnection();
        MemoryClient first = new MemoryClient(one).send("0" + client.credentials());
        MemoryClient second = new MemoryClient(one).send("0" + client.credentials());
        await().until(() -> !first.isOpen() || !second.isOpen());
        assertThat(first.isOpen() || second.isOpen()).isTrue();
        await().until(() -> one.namespace("/").localSockets().size() == 1);
    }

    @Test
    void resumesOverAndOver() {
        Client client = new Client(one).inRoom();
        for (int round = 0; round < 20; round++) {
            client.transport.loseConnection();
            emit(round, round + 1);
            assertThat(client.back(round % 2 == 0 ? two : one).recovered).isTrue();
            expect(client, round, round + 1);
        }
    }

    @Test
    void nothingFallsBetweenReplayAndLiveDelivery() throws InterruptedException {
        Client client = new Client(one).inRoom();
        int events = 5_000;
        Thread writer = Thread.ofVirtual().start(() -> emit(0, events));
        List<String> seen = new ArrayList<>();
        int rounds = 0;
        while (seen.size() < events) {
            for (int i = 0; i < 200 && seen.size() < events; i++) {
                seen.add(client.bare());
            }
            if (writer.isAlive()) {
                client.transport.loseConnection();
                assertThat(client.back(rounds++ % 2 == 0 ? two : one).recovered).isTrue();
            }
        }
        writer.join();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            expected.add("2[\"e\"," + i);
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void volatileAndLocalEventsRepeatTheCurrentOffset() {
        Client client = new Client(one).inRoom();
        emit(0, 1);
        expect(client, 0, 1);
        String offset = client.offset;
        one.namespace("/").volatileEvents().emit("typing", "a string of the application");
        assertThat(client.bare()).isEqualTo("2[\"typing\",\"a string of the application\"");
        assertThat(client.offset).isEqualTo(offset);
        one.namespace("/").local().emit("here", "a string");
        assertThat(client.bare()).isEqualTo("2[\"here\",\"a string\"");
        assertThat(client.offset).isEqualTo(offset);
        client.transport.loseConnection();
        assertThat(client.back(two).recovered).isTrue();
    }

    @Test
    void questionsCarryNoOffsetAndAreNotAskedAgain() {
        Client client = new Client(one).inRoom();
        CompletableFuture<Acks> first = one.namespace("/").emitWithAck("q", "x");
        assertThat(client.transport.next()).matches("2\\d+\\[\"q\",\"x\"]");
        client.transport.loseConnection();
        assertThat(one.namespace("/").emitWithAck("q2", "x").join().answers()).isEmpty();
        emit(0, 1);
        assertThat(client.back(two).recovered).isTrue();
        expect(client, 0, 1);
        assertThat(first).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pid\":\"unknown\",\"offset\":\"0-0\"}", "{\"pid\":1,\"offset\":2}", "{\"pid\":\"PID\"}",
                "{\"pid\":\"PID\",\"offset\":\"nonsense\"}", "{\"pid\":\"PID\",\"offset\":7}",
                        "{\"pid\":{},\"offset\":[]}",
                "{\"pid\":\"PID\",\"offset\":\"000000000000-0\"}"
            })
    void whatCannotBeResumedIsAnOrdinaryNewSession(String credentials) {
        Client client = new Client(one).inRoom();
        client.transport.loseConnection();
        String pid = client.pid;
        client.transport = new MemoryClient(one).send("0" + credentials.replace("PID", pid));
        client.answered();
        assertThat(client.recovered).isFalse();
        assertThat(client.event()).startsWith("2[\"$offset\",");
        client.ask("[\"state\"]", "[false,false,{}]");
    }

    @Test
    void aClientThatLeftDoesNotResume() {
        Client client = new Client(one).inRoom();
        client.transport.send("1");
        client.transport.loseConnection();
        assertThat(client.back(one).recovered).isFalse();
    }

    @Test
    void aClientThatWasSentAwayDoesNotResume() {
        Client client = new Client(one).inRoom();
        one.namespace("/").in("r").disconnectSockets(true);
        client.transport.closeReason();
        assertThat(client.back(one).recovered).isFalse();
    }

    @Test
    void aClientThatWasSentAwayWhileItWasGoneDoesNotResume() {
        Client client = new Client(one).inRoom();
        client.transport.loseConnection();
        two.namespace("/").in("r").disconnectSockets(true);
        assertThat(client.back(two).recovered).isFalse();
        assertThat(client.event()).startsWith("2[\"$offset\",");
        client.ask("[\"state\"]", "[false,false,{}]");
    }

    @Test
    void aClientWhoseRoomsWereChangedByOthersStillResumes() {
        Client client = new Client(one).inRoom();
        two.namespace("/").in("r").socketsJoin("s");
        assertThat(client.event()).startsWith("2[\"$offset\",");
        settle(one);
        client.transport.loseConnection();
        two.namespace("/").to("s").emit("e", 1);
        assertThat(client.back(two).recovered).isTrue();
        assertThat(client.bare()).isEqualTo("2[\"e\",1");
    }

    @Test
    void isOffForNamespacesThatDoNotWantIt() {
        MemoryClient client = new MemoryClient(one).send("0/plain,");
        assertThat(client.next()).matches("0/plain,\\{\"sid\":\"[^\"]+\"}");
        assertThat(client.next()).isEqualTo("2/plain,[\"hello\",\"you\"]");
    }

    @Test
    void middlewaresAreAskedAgainOnlyWhenTheServerSaysSo() {
        SocketIoServer strict = SocketIoServer.builder()
                .cluster(cluster.replica())
                .recovery(true)
                .recoveryRunsMiddlewares(true)
                .build();
        try (strict) {
            for (SocketIoServer server : List.of(one, strict)) {
                server.namespace("/members").use(socket -> {
                    if (!socket.auth().path("token").asText().equals("valid") || socket.recovered()) {
                        throw new ConnectRefusedException("expired");
                    }
                });
            }
            strict.start();
            MemoryClient client = new MemoryClient(one).send("0/members,{\"token\":\"valid\"}");
            String pid = MemoryClient.field("pid", client.next());
            String primer = client.next();
            String offset = primer.substring(primer.lastIndexOf(",\"") + 2, primer.length() - 2);
            client.loseConnection();
            String credentials = "{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
            MemoryClient again = new MemoryClient(strict).send("0/members," + credentials);
            assertThat(again.next()).isEqualTo("4/members,{\"message\":\"expired\"}");
            again = new MemoryClient(one).send("0/members," + credentials);
            assertThat(MemoryClient.field("pid", again.next())).isEqualTo(pid);
        }
    }

    @Test
    void anIdIsGoodForItsOwnNamespaceOnly() {
        one.namespace("/other");
        Client client = new Client(one).inRoom();
        client.transport.loseConnection();
        MemoryClient other = new MemoryClient(one).send("0/other," + client.credentials());
        assertThat(MemoryClient.field("pid", other.next())).isNotEqualTo(client.pid);
    }

    @Test
    void quietClientsAreToldAFreshOffset() {
        SocketIoServer quick = SocketIoServer.builder()
                .cluster(MemoryCluster.create(Duration.ofSeconds(2)).replica())
                .recovery(Duration.ofSeconds(2))
                .build();
        try (quick) {
            quick.namespace("/").on("state", (socket, arguments, ack) -> ack.send(socket.recovered()));
            quick.start();
            Client client = new Client(quick);
            String first = client.offset;
            quick.namespace("/").to("another room").emit("e", 1);
            // events of other rooms move the log on; without a fresh offset this client could not resume after 2 s
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                client.event();
                return !client.offset.equals(first);
            });
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            String event = client.transport.nextNow();
            while (event != null) {
                assertThat(event).startsWith("2[\"$offset\",");
                event = client.transport.nextNow();
            }
            client.transport.loseConnection();
            assertThat(client.back(quick).recovered).isTrue();
        }
    }
}
