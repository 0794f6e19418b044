package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.engineio.EngineOptions;
import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client misses, and what waits while it is told, fits into its queue, or it starts over. */
class RecoveryBoundsTest {
    private static final int QUEUE = 64 * 1024;

    private final SocketIoServer server = SocketIoServer.builder()
            .engine(EngineOptions.builder().maxQueue(QUEUE).build())
            .recovery(true)
            .build();
    private final Namespace main = server.namespace("/");

    @BeforeEach
    void start() {
        main.on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void emitBig(int count) {
        for (int i = 0; i < count; i++) {
            main.emit("big", i, "x".repeat(QUEUE / 10));
        }
    }

    @Test
    void aClientThatMissedFarMoreThanItsQueueHoldsStartsOver() {
        MemoryClient client = new MemoryClient(server).send("0");
        String answer = client.next();
        String offset = offset(client.next());
        client.loseConnection();
        emitBig(45);

        MemoryClient back = resume(answer, offset);

        String fresh = back.next();
        assertThat(MemoryClient.field("pid", fresh)).isNotEqualTo(MemoryClient.field("pid", answer));
        assertThat(MemoryClient.field("sid", fresh)).isNotEqualTo(MemoryClient.field("sid", answer));
        assertThat(back.next()).startsWith("2[\"$offset\",");
        back.expectNothingBefore("echo");
        assertThat(server.metrics().get(Count.RECOVERY_REFUSED)).isEqualTo(1);
        assertThat(main.localSockets()).hasSize(1);
    }

    /** All at once would overflow its queue, so that it would be closed, come back, and miss the same for ever. */
    @Test
    void whatIsMissedComesInPiecesThatTheQueueHoldsAndWhatComesMeanwhileBehindIt() {
        MemoryClient client = new MemoryClient(server).send("0");
        String answer = client.next();
        String offset = offset(client.next());
        client.loseConnection();
        emitBig(20);

        MemoryClient back = new MemoryClient(server);
        back.setBusy(true);
        back.send(credentials(answer, offset));
        await().until(() -> main.localSockets().size() == 1);
        main.emit("small", "live");
        assertThat(back.nextNow()).isNull();
        back.setBusy(false);

        assertThat(back.next()).isEqualTo(answer);
        for (int i = 0; i < 20; i++) {
            assertThat(back.next()).startsWith("2[\"big\"," + i + ",");
        }
        assertThat(back.next()).startsWith("2[\"small\"");
    }

    @Test
    void aClientThatIsSentAwayBetweenTwoPiecesHearsOfIt() {
        MemoryClient client = new MemoryClient(server).send("0");
        String answer = client.next();
        String offset = offset(client.next());
        client.loseConnection();
        emitBig(20);
        MemoryClient back = new MemoryClient(server);
        back.busyAfter(3);
        back.send(credentials(answer, offset));
        assertThat(back.next()).isEqualTo(answer);
        main.disconnectSockets(false);
        String last = back.next();
        while (last.startsWith("2[\"big\"")) {
            last = back.next();
        }
        assertThat(last).isEqualTo("1");
    }

    @Test
    void whatWaitsBehindAGateIsBoundedInBytes() {
        MemoryClient client = new MemoryClient(server);
        DeliveryGate gate;
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            gate = new DeliveryGate(client, new LatestPackets(client, timer, server.metrics()), QUEUE);
        }
        EnginePacket packet = EnginePacket.of("42[\"" + "x".repeat(1_000) + "\"]");
        int taken = 0;
        while (gate.offer(packet)) {
            taken++;
        }
        assertThat(taken).isBetween(QUEUE / 1_100, QUEUE / 1_000);
        gate.open(List.of());
        assertThat(client.next(taken)).hasSize(taken);
    }

    private MemoryClient resume(String answer, String offset) {
        return new MemoryClient(server).send(credentials(answer, offset));
    }

    private static String credentials(String answer, String offset) {
        return "0{\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(MemoryClient.field("pid", answer), offset);
    }

    private static String offset(String primer) {
        assertThat(primer).startsWith("2[\"$offset\",\"");
        return primer.substring("2[\"$offset\",\"".length(), primer.length() - 2);
    }
}
