package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static io.chorale.websocket.engineio.EngineFixture.millis;
import static io.chorale.websocket.engineio.EngineFixture.polling;
import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawWebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pings, pongs and their absence (Engine.IO protocol, "Heartbeat"). */
class HeartbeatTest {
    private EngineFixture server =
            EngineFixture.start(options -> options.pingInterval(millis(200)).pingTimeout(millis(400)));

    @AfterEach
    void stop() {
        server.close();
    }

    private RecordingEngine.Recorded session(String sid) {
        return server.application.of(sid);
    }

    @Test
    void pingsOverAWebSocketAndGoesOnWhilePongsCome() {
        try (RawWebSocket socket = server.webSocket()) {
            String sid = EngineFixture.sid(socket.readText());
            for (int i = 0; i < 5; i++) {
                assertThat(socket.readText()).isEqualTo("2");
                socket.text("3");
            }
            assertThat(session(sid).ends).isEmpty();
        }
    }

    @Test
    void pingsOverPollingAndGoesOnWhilePongsCome() {
        String sid = server.open();
        for (int i = 0; i < 5; i++) {
            assertThat(server.poll(sid)).isEqualTo("2");
            assertThat(server.post(sid, "3").text()).isEqualTo("ok");
        }
        assertThat(session(sid).ends).isEmpty();
    }

    @Test
    void givesAWebSocketUpThatNeverPongs() {
        try (RawWebSocket socket = server.webSocket()) {
            String sid = EngineFixture.sid(socket.readText());
            assertThat(socket.readText()).isEqualTo("2");
            socket.connection().awaitEnd();
            eventually().untilAsserted(() -> assertThat(session(sid).ends).containsExactly(CloseReason.PING_TIMEOUT));
        }
        assertThat(server.engine.sessions()).isZero();
    }

    @Test
    void givesAPollingSessionUpThatNobodyPolls() {
        String sid = server.open();

        eventually().untilAsserted(() -> assertThat(session(sid).ends).containsExactly(CloseReason.PING_TIMEOUT));

        assertThat(server.get(polling(sid)).status()).isEqualTo(400);
        assertThat(server.engine.sessions()).isZero();
        assertThat(server.engine.queuedBytes()).isZero();
    }

    @Test
    void tellsAGetThatWaitsThatTheSessionIsGivenUp() {
        String sid = server.open();
        assertThat(server.poll(sid)).isEqualTo("2");
        assertThat(server.poll(sid)).isEqualTo("1");
    }

    /** A long upload keeps the pong of its own client waiting. */
    @Test
    void letsAnythingThatIsHeardPutTheDeadlineOffOnce() {
        try (RawWebSocket socket = server.webSocket()) {
            String sid = EngineFixture.sid(socket.readText());
            assertThat(socket.readText()).isEqualTo("2");
            long pinged = System.nanoTime();
            socket.text("6").text("6").connection().awaitEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - pinged)).isGreaterThan(millis(700));
            eventually().untilAsserted(() -> assertThat(session(sid).ends).containsExactly(CloseReason.PING_TIMEOUT));
        }
    }

    /** python-engineio before 4.13.2 (CVE-2026-48802) and netty-socketio start a timer for each pong. */
    @Test
    void startsNoTimersForPongsThatNobodyAskedFor() {
        try (RawWebSocket socket = server.webSocket()) {
            socket.readText();
            for (int i = 0; i < 1_000; i++) {
                socket.text("3");
            }
            long begun = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                assertThat(socket.readText()).isEqualTo("2");
                socket.text("3");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(millis(400));
        }
    }

    /** A flood of pongs between two pings must not move the next ping into the future either. */
    @Test
    void keepsPingingAClientThatPongsAllTheTime() {
        try (RawWebSocket socket = server.webSocket()) {
            socket.readText();
            for (int ping = 0; ping < 3; ping++) {
                assertThat(socket.readText()).isEqualTo("2");
                for (int i = 0; i < 100; i++) {
                    socket.text("3");
                }
            }
        }
    }

    @Test
    void doesNotLetOneApplicationThatBlocksStopTheClockOfOthers() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Map<String, CloseReason> ends = new ConcurrentHashMap<>();
        server.close();
        server = EngineFixture.serving(
                session -> new EngineListener() {
                    @Override
                    public void onText(byte[] utf8, int offset, int length) {}

                    @Override
                    public void onBinary(byte[] data) {}

                    @Override
                    public void onClose(CloseReason reason) {
                        ends.put(session.id(), reason);
                        try {
                            release.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                },
                options -> options.pingInterval(millis(200)).pingTimeout(millis(200)));
        String silent = server.open();
        try (RawWebSocket socket = server.webSocket()) {
            socket.readText();
            eventually().until(() -> {
                assertThat(socket.readText()).isEqualTo("2");
                socket.text("3");
                return ends.containsKey(silent);
            });
            for (int i = 0; i < 3; i++) {
                assertThat(socket.readText()).as("the clock still goes").isEqualTo("2");
                socket.text("3");
            }
        } finally {
            release.countDown();
        }
    }

    @Test
    void keepsNoThreadForAnIdleWebSocketBeyondItsReader() {
        stop();
        server = EngineFixture.start(); // no pings in between
        int connections = 50;
        long before = LiveThreads.virtual();
        List<RawWebSocket> sockets = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            sockets.add(server.webSocket());
            assertThat(sockets.getLast().readText()).startsWith("0");
        }
        eventually().untilAsserted(() -> assertThat(LiveThreads.virtual()).isLessThanOrEqualTo(before + connections));
        assertThat(server.engine.sessions()).isEqualTo(connections);
        sockets.forEach(RawWebSocket::close);
        eventually().untilAsserted(() -> assertThat(LiveThreads.virtual()).isLessThanOrEqualTo(before));
    }

    @Test
    void spreadsTheFirstPingsOfSessionsThatBeganTogether() {
        List<Long> seconds = IntStream.range(0, 200)
                .mapToLong(i -> Duration.ofNanos(
                                Heartbeat.firstPing(Duration.ofSeconds(25).toNanos()))
                        .toSeconds())
                .boxed()
                .toList();

        assertThat(seconds).allSatisfy(second -> assertThat(second).isBetween(20L, 25L));
        assertThat(new HashSet<>(seconds)).hasSizeGreaterThan(3);
        assertThat(Heartbeat.firstPing(millis(200).toNanos()))
                .isEqualTo(millis(200).toNanos());
    }

    @Test
    void noticesAWebSocketThatIsHalfOpen() {
        try (RawWebSocket gone = server.webSocket()) { // no pong, no FIN, no reset: like a cut cable
            String sid = EngineFixture.sid(gone.readText());
            eventually().untilAsserted(() -> assertThat(session(sid).ends).containsExactly(CloseReason.PING_TIMEOUT));
            assertThat(server.engine.sessions()).isZero();
        }
    }
}
