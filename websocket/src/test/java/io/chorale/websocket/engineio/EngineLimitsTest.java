package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static io.chorale.websocket.engineio.EngineFixture.millis;
import static io.chorale.websocket.engineio.EngineFixture.polling;
import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawConnection;
import io.chorale.websocket.testing.RawHttp;
import io.chorale.websocket.testing.RawWebSocket;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bound, what happens beyond it, and its counter. */
class EngineLimitsTest {
    private EngineFixture server = EngineFixture.start(options -> options.maxPayload(1_000));

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart(UnaryOperator<EngineOptions.Builder> options) {
        server.close();
        server = EngineFixture.start(options);
    }

    private void assertReached(EngineLimit limit, int times) {
        eventually()
                .untilAsserted(() -> assertThat(server.engine.metrics().limitReached(limit))
                        .as(limit.name())
                        .isEqualTo(times));
    }

    private void assertOver(String sid, CloseReason reason) {
        eventually()
                .untilAsserted(() -> assertThat(server.application.of(sid).ends).containsExactly(reason));
        assertThat(server.engine.sessions()).isZero();
        assertThat(server.engine.queuedBytes()).isZero();
    }

    // --- payload ------------------------------------------------------------------------------------------------

    @Test
    void takesAPostOfExactlyTheBound() {
        String sid = server.open();

        assertThat(server.post(sid, "4" + "x".repeat(999)).text()).isEqualTo("ok");

        assertReached(EngineLimit.PAYLOAD, 0);
    }

    @Test
    void refusesAPostAboveTheBound() {
        String sid = server.open();

        assertThat(server.post(sid, "4" + "x".repeat(1_000)).status()).isEqualTo(413);

        assertOver(sid, CloseReason.TRANSPORT_ERROR);
        assertReached(EngineLimit.PAYLOAD, 1);
    }

    @Test
    void refusesAPostAboveTheBoundThatDoesNotSaySo() {
        String sid = server.open();
        try (RawConnection connection = RawConnection.to(server.port())) {
            connection.send(
                    "POST " + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.send("3e9\r\n4" + "x".repeat(1_000) + "\r\n0\r\n\r\n");
            assertThat(RawHttp.over(connection).answer().status()).isEqualTo(413);
            connection.awaitEnd();
        }
        assertOver(sid, CloseReason.TRANSPORT_ERROR);
        assertReached(EngineLimit.PAYLOAD, 1);
    }

    @Test
    void refusesABodyOfTerabytesWithoutWaitingForIt() {
        String sid = server.open();
        try (RawConnection connection = RawConnection.to(server.port())) {
            connection.send(
                    "POST " + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999999\r\n\r\n4");
            RawHttp.Answer answer = RawHttp.over(connection).answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("connection")).isEqualTo("close");
            connection.awaitEnd();
        }
        assertOver(sid, CloseReason.TRANSPORT_ERROR);
    }

    @Test
    void tellsAClientThatIsStillSendingThatItsBodyIsTooLong() {
        String sid = server.open();
        try (RawConnection connection = RawConnection.to(server.port())) {
            connection.send("POST " + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2500\r\n\r\n");
            connection.send("4" + "x".repeat(2_499));
            assertThat(RawHttp.over(connection).answer().status())
                    .as("not lost to a reset")
                    .isEqualTo(413);
        }
    }

    @Test
    void closesAWebSocketWhoseMessageIsAboveTheBound() {
        try (RawWebSocket socket = server.webSocket()) {
            String sid = EngineFixture.sid(socket.readText());
            socket.text("4" + "x".repeat(1_000));
            RawWebSocket.Frame close = socket.readClose();
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(close.closeReason()).isEqualTo("a message is at most 1000 bytes");
            assertOver(sid, CloseReason.PARSE_ERROR);
        }
        assertReached(EngineLimit.PAYLOAD, 1);
    }

    @Test
    void takesMemoryForAFrameOnlyAsItComes() {
        restart(options -> options.maxPayload(100_000_000));
        List<RawWebSocket> sockets =
                IntStream.range(0, 100).mapToObj(i -> server.webSocket()).toList();
        long announced = 0;
        for (RawWebSocket socket : sockets) { // 10 GB in all, which no heap here has
            socket.readText();
            socket.connection().send(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 5, (byte) 0xf5, (byte) 0xe1, 0});
            socket.connection().send(new byte[] {0, 0, 0, 0, 1, 2, 3});
            announced += 100_000_000;
        }
        assertThat(announced).isGreaterThan(Runtime.getRuntime().maxMemory());
        try (RawWebSocket another = server.webSocket()) {
            another.readText();
            assertThat(another.text("4well").readText()).isEqualTo("4well");
        }
        assertThat(server.engine.metrics().limitReached(EngineLimit.PAYLOAD)).isZero();
        sockets.forEach(RawWebSocket::close);
    }

    // --- counts -------------------------------------------------------------------------------------------------

    @Test
    void takesOnlySoManyPacketsInAPost() {
        restart(options -> options.maxPackets(3));
        String sid = server.open();
        assertThat(server.post(sid, "4a\u001e4b\u001e4c").text()).isEqualTo("ok");

        assertThat(server.post(sid, "4a\u001e4b\u001e4c\u001e4d").status()).isEqualTo(400);

        assertThat(server.application.of(sid).messages).as("none of the four").containsExactly("a", "b", "c");
        assertOver(sid, CloseReason.PARSE_ERROR);
        assertReached(EngineLimit.PACKETS, 1);
    }

    @Test
    void takesOnlySoManyFragmentsOfAMessage() {
        restart(options -> options.maxFragments(2));
        try (RawWebSocket socket = server.webSocket()) {
            socket.readText();
            socket.frame(RawWebSocket.TEXT, new byte[] {'4'});
            socket.frame(RawWebSocket.CONTINUATION, new byte[0]).frame(RawWebSocket.CONTINUATION, new byte[0]);
            assertThat(socket.readClose().closeCode()).isEqualTo(1009);
        }
        assertReached(EngineLimit.FRAGMENTS, 1);
    }

    @Test
    void opensOnlySoManySessions() {
        restart(options -> options.maxSessions(2));
        String first = server.open();
        server.open();

        assertRefused();
        assertReached(EngineLimit.SESSIONS, 2);
        server.post(first, "1");
        assertThat(server.get("/engine.io/?EIO=4&transport=polling").status())
                .as("a place is free")
                .isEqualTo(200);
    }

    @Test
    void opensOnlySoManySessionsOfOneAddress() {
        restart(options -> options.maxSessionsPerAddress(2));
        String first = server.open();
        try (RawWebSocket second = server.webSocket()) {
            second.readText();
            assertRefused();
            assertReached(EngineLimit.SESSIONS_PER_ADDRESS, 2);
            server.post(first, "1");
            try (RawWebSocket third = server.webSocket()) {
                assertThat(third.handshake().status()).as("a place is free").isEqualTo(101);
            }
        }
    }

    @Test
    void countsAddressesBehindATrustedProxyApart() {
        server.close();
        server = EngineFixture.start(
                options -> options.maxSessionsPerAddress(1), engine -> engine.trustedProxy(peer -> true));
        String target = "/engine.io/?EIO=4&transport=polling";

        assertThat(server.get(target, "X-Forwarded-For: 192.0.2.1").status()).isEqualTo(200);
        assertThat(server.get(target, "X-Forwarded-For: 192.0.2.1").status()).isEqualTo(503);
        assertThat(server.get(target, "X-Forwarded-For: 192.0.2.2").status()).isEqualTo(200);
        assertThat(server.get(target, "X-Forwarded-For: 192.0.2.3, 192.0.2.1").status())
                .as("the last is what the proxy saw; the first anybody can write")
                .isEqualTo(503);
    }

    private void assertRefused() {
        RawHttp.Answer refused = server.get("/engine.io/?EIO=4&transport=polling");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).isEqualTo("{\"code\":3,\"message\":\"Too many sessions\"}");
        assertThat(refused.header("retry-after")).isEqualTo("5");
        try (RawWebSocket socket = server.webSocket()) {
            assertThat(socket.handshake().status()).isEqualTo(503);
            assertThat(socket.handshake().header("retry-after")).isEqualTo("5");
        }
    }

    // --- time ---------------------------------------------------------------------------------------------------

    @Test
    void cutsABodyThatDribbles() {
        restart(options -> options.bodyTimeout(millis(500)));
        String sid = server.open();
        long begun = System.nanoTime();
        try (RawConnection connection = RawConnection.to(server.port())) {
            connection.send("POST " + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n4");
            eventually()
                    .until(
                            () -> { // a byte every few milliseconds, for ever
                                try {
                                    connection.send("x");
                                    return false;
                                } catch (UncheckedIOException cut) {
                                    return true;
                                }
                            });
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(millis(500));
        assertOver(sid, CloseReason.TRANSPORT_ERROR);
        assertReached(EngineLimit.SLOW_BODY, 1);
    }

    @Test
    void cutsAPollWhoseAnswerNobodyReads() {
        restart(options -> options.writeTimeout(millis(500)).maxQueue(64 * 1024 * 1024));
        String sid = server.open();
        EngineSession session = server.application.of(sid).session;
        session.send(EnginePacket.of("4" + "x".repeat(32 * 1024 * 1024)));
        try (RawConnection narrow = RawConnection.narrow(server.port())) {
            RawHttp.over(narrow).send("GET", polling(sid), "");
            assertOver(sid, CloseReason.TRANSPORT_ERROR);
        }
        assertReached(EngineLimit.SLOW_WRITE, 1);
    }

    @Test
    void cutsAWebSocketThatIsNeverRead() {
        restart(options -> options.writeTimeout(millis(500)).maxQueue(64 * 1024 * 1024));
        try (RawWebSocket socket =
                RawWebSocket.open(RawConnection.narrow(server.port()), "/engine.io/?EIO=4&transport=websocket")) {
            String sid = EngineFixture.sid(socket.readText());
            EngineSession session = server.application.of(sid).session;
            session.send(EnginePacket.of("4" + "x".repeat(32 * 1024 * 1024)));
            assertOver(sid, CloseReason.TRANSPORT_ERROR);
        }
        assertReached(EngineLimit.SLOW_WRITE, 1);
    }

    @Test
    void cutsPingsThatAreNeverAnsweredForWantOfReading() {
        restart(options -> options.maxQueue(100_000).writeTimeout(Duration.ofMinutes(1)));
        RawWebSocket socket =
                RawWebSocket.open(RawConnection.narrow(server.port()), "/engine.io/?EIO=4&transport=websocket");
        String sid = EngineFixture.sid(socket.readText());
        byte[] pings = new byte[60_000]; // 10,000 empty pings, each with an answer of two bytes
        for (int i = 0; i < pings.length; i += 6) {
            pings[i] = (byte) 0x89;
            pings[i + 1] = (byte) 0x80;
        }
        eventually().until(() -> {
            try {
                socket.connection().send(pings);
                return false;
            } catch (UncheckedIOException cut) {
                return true;
            }
        });
        assertOver(sid, CloseReason.SLOW_CONSUMER);
        assertReached(EngineLimit.QUEUE, 1);
    }

    // --- queue --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 5_000})
    void endsAPollingSessionThatFallsTooFarBehind(int size) {
        restart(options -> options.maxQueue(10_000));
        String sid = server.open();
        EngineSession session = server.application.of(sid).session;
        int taken = 0;
        while (session.send(EnginePacket.of("4" + "x".repeat(size - 1)))) {
            taken++;
        }
        assertThat(taken).isBetween(1, 10_000 / (size + 32) + 1);
        assertThat(session.send(EnginePacket.of("4")))
                .as("nothing fits after a gap")
                .isFalse();
        assertOver(sid, CloseReason.SLOW_CONSUMER);
        assertReached(EngineLimit.QUEUE, 1);
    }

    @Test
    void sendsAMessageAboveTheBoundWhenItIsAlone() {
        restart(options -> options.maxQueue(1_000));
        String sid = server.open();
        String large = "4" + "x".repeat(5_000);

        assertThat(server.application.of(sid).session.send(EnginePacket.of(large)))
                .isTrue();

        assertThat(server.poll(sid)).isEqualTo(large);
    }

    // --- what Helidon limits ------------------------------------------------------------------------------------

    @Test
    void leavesLongHeadersAndRequestLinesToHelidon() {
        assertThat(server.get("/engine.io/?EIO=4&transport=polling", "X-Long: " + "x".repeat(8_000))
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/engine.io/?EIO=4&transport=polling", "X-Long: " + "x".repeat(20_000))
                        .status())
                .isEqualTo(400);
        assertThat(server.get("/engine.io/?EIO=4&transport=polling&x=" + "x".repeat(5_000))
                        .status())
                .isEqualTo(414);
        try (RawWebSocket socket = RawWebSocket.open(
                server.port(), "/engine.io/?EIO=4&transport=websocket", "X-Long: " + "x".repeat(20_000))) {
            assertThat(socket.handshake().status()).isEqualTo(400);
        }
        assertThat(server.engine.sessions()).isOne();
    }
}
