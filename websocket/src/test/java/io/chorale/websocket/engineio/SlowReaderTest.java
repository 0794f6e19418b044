package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawConnection;
import io.chorale.websocket.testing.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Five of a thousand clients never read what they are sent. The others must not notice, nor may memory grow. */
class SlowReaderTest {
    private static final Logger LOG = LoggerFactory.getLogger(SlowReaderTest.class);
    private static final int CLIENTS = 1_000;
    private static final int STUCK = 5;
    private static final int MAX_QUEUE = 1024 * 1024;
    /** What the five have in their queues before the broadcast, beside what the kernel took. */
    private static final int BACKLOG = MAX_QUEUE * 3 / 4;

    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger disorder = new AtomicInteger();

    @Test
    void letsFiveThatNeverReadSlowNobodyDown() throws InterruptedException {
        broadcast(1_000, Duration.ZERO);
    }

    @Test
    @Tag("soak")
    void letsFiveThatNeverReadSlowNobodyDownForAMinute() throws InterruptedException {
        broadcast(3_000, Duration.ofMillis(20));
    }

    private void broadcast(int messages, Duration pause) throws InterruptedException {
        try (EngineFixture server =
                EngineFixture.start(options -> options.maxQueue(MAX_QUEUE).writeTimeout(Duration.ofMinutes(2)))) {
            List<RawWebSocket> stuck = new ArrayList<>();
            for (int i = 0; i < STUCK; i++) {
                stuck.add(fallBehind(server));
            }
            List<EngineSession> behind = sessions(server);
            CountDownLatch connected = new CountDownLatch(CLIENTS - STUCK);
            List<Thread> readers = new ArrayList<>();
            for (int i = STUCK; i < CLIENTS; i++) {
                readers.add(Thread.ofVirtual().start(() -> read(server, messages, connected)));
            }
            connected.await();
            eventually().until(() -> server.application.all().size() == CLIENTS);
            long begun = System.nanoTime();
            long mostQueued = send(server, messages, pause);
            for (Thread reader : readers) {
                reader.join(Duration.ofSeconds(60));
            }
            long nanos = System.nanoTime() - begun;

            assertThat(disorder).hasValue(0);
            assertThat(finished).as("clients that got every message in order").hasValue(CLIENTS - STUCK);
            assertThat(behind)
                    .allSatisfy(session -> eventually()
                            .untilAsserted(() -> assertThat(server.application.of(session.id()).ends)
                                    .containsExactly(CloseReason.SLOW_CONSUMER)));
            assertThat(server.engine.metrics().limitReached(EngineLimit.QUEUE)).isEqualTo(STUCK);
            assertThat(mostQueued).isLessThan((long) CLIENTS * MAX_QUEUE);
            LOG.info(
                    "{} messages to {} clients of which {} never read: {} deliveries in {} ms, at most {} KiB queued",
                    messages,
                    CLIENTS,
                    STUCK,
                    (long) messages * finished.get(),
                    nanos / 1_000_000,
                    mostQueued / 1_024);
            stuck.forEach(RawWebSocket::close);
        }
    }

    private static List<EngineSession> sessions(EngineFixture server) {
        return server.application.all().stream().map(one -> one.session).toList();
    }

    /** A client that was sent more than its kernel and ours take for it. */
    private static RawWebSocket fallBehind(EngineFixture server) {
        RawWebSocket socket =
                RawWebSocket.open(RawConnection.narrow(server.port()), "/engine.io/?EIO=4&transport=websocket");
        ClientSession session = (ClientSession) server.application.of(EngineFixture.sid(socket.readText())).session;
        EnginePacket packet = EnginePacket.of("4" + "x".repeat(16 * 1024));
        eventually().until(() -> {
            while (session.queuedBytes() < BACKLOG) {
                assertThat(session.send(packet)).isTrue();
            }
            return stays(session);
        });
        return socket;
    }

    /** Is the queue as full a moment later? Then the kernel takes no more. */
    private static boolean stays(ClientSession session) {
        int before = session.queuedBytes();
        long until = System.nanoTime() + 200_000_000;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(20_000_000);
            if (session.queuedBytes() < before) {
                return false;
            }
        }
        return true;
    }

    private void read(EngineFixture server, int messages, CountDownLatch connected) {
        try (RawWebSocket socket = server.webSocket()) {
            socket.readText();
            connected.countDown();
            for (int expected = 0; expected < messages; ) {
                String packet = socket.readText();
                if (packet.equals("2")) {
                    socket.text("3");
                    continue;
                }
                if (!packet.startsWith("4" + expected + " ")) {
                    disorder.incrementAndGet();
                    return;
                }
                expected++;
            }
            finished.incrementAndGet();
        }
    }

    private static long send(EngineFixture server, int messages, Duration pause) {
        List<EngineSession> all = sessions(server);
        assertThat(all).hasSize(CLIENTS);
        long most = 0;
        for (int i = 0; i < messages; i++) {
            EnginePacket packet = EnginePacket.of("4" + i + " " + "x".repeat(400));
            all.forEach(session -> session.send(packet));
            if (i % 50 == 0) {
                most = Math.max(most, server.engine.queuedBytes());
            }
            if (!pause.isZero()) {
                LockSupport.parkNanos(pause.toNanos());
            }
        }
        return most;
    }
}
