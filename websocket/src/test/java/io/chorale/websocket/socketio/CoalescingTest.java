package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.chorale.websocket.cluster.MemoryCluster;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of volatile events that replace each other, a busy client gets the newest; of others, none. */
class CoalescingTest {
    private final MemoryCluster cluster = MemoryCluster.create(Duration.ZERO);
    private final SocketIoServer here = server();
    private final SocketIoServer there = server();
    private final Namespace main = here.namespace("/");
    private MemoryClient client;

    private SocketIoServer server() {
        SocketIoServer server =
                SocketIoServer.builder().cluster(cluster.replica()).build();
        server.namespace("/").on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        server.namespace("/other").on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        server.start();
        return server;
    }

    @BeforeEach
    void connect() {
        client = MemoryClient.connected(here);
        client.expectNothingBefore("echo"); // so that its gate is open
        client.setBusy(true);
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private void joinOther() {
        client.send("0/other,").send("2/other,[\"echo\"]");
        assertThat(client.next()).startsWith("0/other,{");
        assertThat(client.next()).isEqualTo("2/other,[\"echo\"]");
    }

    private Emitter typing(Namespace namespace, String person) {
        return namespace.volatileEvents().coalesce("typing:" + person);
    }

    @Test
    void aBusyClientGetsTheNewestOfEachKeyOnceItIsIdle() {
        main.volatileEvents().emit("dropped");
        for (int i = 0; i < 100; i++) {
            typing(main, "ann").emit("typing", "ann", i);
            typing(main, "bob").emit("typing", "bob", i);
        }
        client.setBusy(false);
        assertThat(client.next()).isEqualTo("2[\"typing\",\"ann\",99]");
        assertThat(client.next()).isEqualTo("2[\"typing\",\"bob\",99]");
        client.expectNothingBefore("echo");
        assertThat(here.metrics().get(Count.COALESCED)).isEqualTo(198);
        assertThat(here.metrics().get(Count.VOLATILE_DROPPED)).isEqualTo(1);
    }

    @Test
    void anIdleClientGetsEachOfThemAtOnce() {
        client.setBusy(false);
        for (int i = 0; i < 3; i++) {
            typing(main, "ann").emit("typing", i);
        }
        assertThat(client.next(3)).containsExactly("2[\"typing\",0]", "2[\"typing\",1]", "2[\"typing\",2]");
    }

    @Test
    void eventsOfAnotherReplicaReplaceEachOtherAsWell() {
        typing(there.namespace("/"), "ann").emit("typing", 1);
        typing(main, "ann").emit("typing", 2);
        typing(there.namespace("/"), "ann").emit("typing", 3);
        client.setBusy(false);
        assertThat(client.next()).isEqualTo("2[\"typing\",3]");
        client.expectNothingBefore("echo");
    }

    @Test
    void keysBelongToTheirNamespace() {
        joinOther();
        typing(main, "ann").emit("typing", 1);
        typing(here.namespace("/other"), "ann").emit("typing", 2);
        client.setBusy(false);
        assertThat(client.next(2)).containsExactly("2[\"typing\",1]", "2/other,[\"typing\",2]");
    }

    @Test
    void whoLeftTheNamespaceGetsNothingOfIt() {
        joinOther();
        typing(here.namespace("/other"), "ann").emit("typing", 1);
        client.send("1/other,").send("0/other,");
        assertThat(client.next()).startsWith("0/other,{");
        typing(main, "ann").emit("typing", 2);
        client.setBusy(false);
        assertThat(client.next()).isEqualTo("2[\"typing\",2]");
        client.expectNothingBefore("echo");
    }

    @Test
    void soManyKeysWaitAndOfMoreTheOldestIsDropped() {
        for (int i = 0; i < LatestPackets.MOST + 10; i++) {
            typing(main, "p" + i).emit("typing", i);
        }
        assertThat(here.metrics().get(Count.VOLATILE_DROPPED)).isEqualTo(10);
        client.setBusy(false);
        assertThat(client.next()).isEqualTo("2[\"typing\",10]");
        assertThat(client.next(LatestPackets.MOST - 1)).last().isEqualTo("2[\"typing\",73]");
    }

    @Test
    void nothingWaitsForAClientThatIsGone() {
        Socket socket = main.localSockets().iterator().next();
        typing(main, "ann").emit("typing", 1);
        assertThat(socket.connection().latest().size()).isEqualTo(1);
        client.loseConnection();
        assertThat(socket.connection().latest().size()).isZero();
        typing(main, "ann").emit("typing", 2);
        assertThat(socket.connection().latest().size()).isZero();
    }

    @Test
    void aKeyIsNeeded() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> main.volatileEvents().coalesce(""))
                .withMessageContaining("name what they are about");
    }
}
