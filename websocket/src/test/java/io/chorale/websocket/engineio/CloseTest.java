package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static io.chorale.websocket.engineio.EngineFixture.polling;
import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawHttp;
import io.chorale.websocket.testing.RawWebSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way a session ends: once, with its reason, and with nothing left. */
class CloseTest {
    private EngineFixture server = EngineFixture.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private RecordingEngine.Recorded session(String sid) {
        return server.application.of(sid);
    }

    private void assertOver(String sid, CloseReason reason) {
        eventually().untilAsserted(() -> assertThat(session(sid).ends).containsExactly(reason));
        eventually().untilAsserted(() -> assertThat(server.engine.sessions()).isZero());
        assertThat(server.engine.queuedBytes()).isZero();
        assertThat(server.engine.metrics().sessionsClosed(reason)).isOne();
    }

    private static void assertUnknown(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    // --- by the client ------------------------------------------------------------------------------------------

    @Test
    void answersThePostThatClosesAndTheGetThatWaits() {
        String sid = server.open();
        try (RawHttp get = server.beginPoll(sid)) {
            eventually().until(() -> ((ClientSession) session(sid).session).hasWaitingPoll());
            assertThat(server.post(sid, "4last\u001e1").text()).isEqualTo("ok");
            assertThat(get.answer().text()).isIn("6", "4last");
        }
        assertThat(session(sid).messages).containsExactly("last");
        assertOver(sid, CloseReason.TRANSPORT_CLOSE);
        assertUnknown(server.post(sid, "4x"));
    }

    @Test
    void answersTheGetThatTheClosingPostOvertook() {
        String sid = server.open();
        server.post(sid, "1");

        assertThat(server.poll(sid)).isEqualTo("6");
        assertUnknown(server.get(polling(sid)));
        assertOver(sid, CloseReason.TRANSPORT_CLOSE);
    }

    @Test
    void takesNothingAfterTheClosePacket() {
        String sid = server.open();
        server.post(sid, "1\u001e4late");

        assertThat(session(sid).messages).isEmpty();
        assertOver(sid, CloseReason.TRANSPORT_CLOSE);
    }

    @Test
    void hangsUpWhenTheClosePacketComesOverAWebSocket() {
        try (RawWebSocket socket = server.webSocket()) {
            String sid = EngineFixture.sid(socket.readText());
            assertThat(socket.text("1").readClose().closeCode()).isEqualTo(1000);
            assertOver(sid, CloseReason.TRANSPORT_CLOSE);
        }
    }

    @Test
    void noticesAWebSocketThatEndsWithoutACloseFrame() {
        try (RawWebSocket socket = server.webSocket()) {
            String sid = EngineFixture.sid(socket.readText());
            socket.connection().shutdownOutput();
            assertOver(sid, CloseReason.TRANSPORT_CLOSE);
        }
    }

    @Test
    void noticesAWebSocketThatIsReset() {
        RawWebSocket socket = server.webSocket();
        String sid = EngineFixture.sid(socket.readText());
        socket.connection().reset();

        assertOver(sid, CloseReason.TRANSPORT_ERROR);
    }

    @Test
    void endsAWebSocketSessionWhosePacketIsMalformed() {
        for (String packet : new String[] {"abc", "", "7", "bAQI=", "2", "5", "0{}"}) {
            try (RawWebSocket socket = server.webSocket()) {
                String sid = EngineFixture.sid(socket.readText());
                assertThat(socket.text(packet).readClose().closeCode()).isEqualTo(1000);
                eventually()
                        .untilAsserted(() -> assertThat(session(sid).ends).containsExactly(CloseReason.PARSE_ERROR));
            }
        }
    }

    // --- by the server ------------------------------------------------------------------------------------------

    @Test
    void tellsAGetThatWaits() {
        String sid = server.open();
        try (RawHttp get = server.beginPoll(sid)) {
            eventually().until(() -> ((ClientSession) session(sid).session).hasWaitingPoll());
            session(sid).session.close(CloseReason.FORCED_CLOSE);
            assertThat(get.answer().text()).isEqualTo("1");
        }
        assertUnknown(server.get(polling(sid)));
        assertOver(sid, CloseReason.FORCED_CLOSE);
    }

    @Test
    void tellsTheNextGetWhenNoneWaits() {
        String sid = server.open();
        session(sid).session.close(CloseReason.FORCED_CLOSE);

        assertUnknown(server.post(sid, "4x"));
        assertThat(server.poll(sid)).isEqualTo("1");
        assertUnknown(server.get(polling(sid)));
        assertOver(sid, CloseReason.FORCED_CLOSE);
    }

    /**
     * The JavaScript client handles a close packet at once and the packets next to it a tick later, when its sockets are
     * closed: {@code 41} and {@code 1} in one answer make a client that was sent away come back.
     */
    @Test
    void sendsTheClosePacketInAnAnswerOfItsOwn() {
        String sid = server.open();
        session(sid).session.send(EnginePacket.of("42[\"last\"]"));
        session(sid).session.send(EnginePacket.of("41"));
        session(sid).session.close(CloseReason.FORCED_CLOSE);

        assertThat(server.poll(sid)).isEqualTo("42[\"last\"]\u001e41");
        assertThat(server.poll(sid)).isEqualTo("1");
        assertUnknown(server.get(polling(sid)));
        assertOver(sid, CloseReason.FORCED_CLOSE);
    }

    @Test
    void sendsTheClosePacketInAnAnswerOfItsOwnToAGetThatWaitsToo() {
        String sid = server.open();
        try (RawHttp get = server.beginPoll(sid)) {
            eventually().until(() -> ((ClientSession) session(sid).session).hasWaitingPoll());
            session(sid).session.send(EnginePacket.of("41"));
            session(sid).session.close(CloseReason.FORCED_CLOSE);
            assertThat(get.answer().text()).isEqualTo("41");
        }
        assertThat(server.poll(sid)).isEqualTo("1");
        assertOver(sid, CloseReason.FORCED_CLOSE);
    }

    @Test
    void closesOnce() {
        String sid = server.open();
        EngineSession session = session(sid).session;
        session.close(CloseReason.FORCED_CLOSE);
        session.close(CloseReason.PARSE_ERROR);

        assertThat(session.isOpen()).isFalse();
        assertThat(session.send(EnginePacket.of("4x"))).isFalse();
        assertThat(session.sendVolatile(EnginePacket.of("4x"))).isFalse();
        assertThat(session(sid).ends).containsExactly(CloseReason.FORCED_CLOSE);
        assertThat(server.engine.metrics().sessionsClosed(CloseReason.PARSE_ERROR))
                .isZero();
    }

    @Test
    void closesEverythingWhenItDrainsAndTakesNothingNew() {
        String sid = server.open();
        try (RawWebSocket socket = server.webSocket();
                RawHttp get = server.beginPoll(sid)) {
            socket.readText();
            eventually().until(() -> ((ClientSession) session(sid).session).hasWaitingPoll());

            server.engine.drain(Duration.ofMillis(100));

            assertThat(get.answer().text()).isEqualTo("1");
            RawWebSocket.Frame close = socket.readClose();
            assertThat(close.closeCode()).isEqualTo(1001);
            assertThat(close.closeReason()).isEqualTo("server shutting down");
        }
        assertThat(server.application.all())
                .allSatisfy(one -> assertThat(one.ends).containsExactly(CloseReason.SERVER_SHUTTING_DOWN));
        RawHttp.Answer refused = server.get("/engine.io/?EIO=4&transport=polling");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("5");
        try (RawWebSocket socket = server.webSocket()) {
            assertThat(socket.handshake().status()).isEqualTo(503);
        }
    }

    // --- by the application -------------------------------------------------------------------------------------

    @Test
    void endsASessionWhoseApplicationFailsToOpenIt() {
        server.close();
        server = EngineFixture.serving(session -> {
            throw new IllegalStateException("as the test wants it");
        });

        assertThat(server.get("/engine.io/?EIO=4&transport=polling").status()).isEqualTo(500);
        try (RawWebSocket socket = server.webSocket()) {
            assertThat(socket.readClose().closeCode()).isIn(1000, 1011);
        }
        eventually().untilAsserted(() -> assertThat(server.engine.sessions()).isZero());
    }

    @Test
    void endsASessionWhoseApplicationFailsOnAMessage() {
        CountDownLatch ended = new CountDownLatch(1);
        server.close();
        server = EngineFixture.serving(session -> new EngineListener() {
            @Override
            public void onText(byte[] utf8, int offset, int length) {
                throw new IllegalStateException("as the test wants it");
            }

            @Override
            public void onBinary(byte[] data) {}

            @Override
            public void onClose(CloseReason reason) {
                assertThat(reason).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
                ended.countDown();
            }
        });
        try (RawWebSocket socket = server.webSocket()) {
            socket.readText();
            assertThat(socket.text("4x").readClose().closeCode()).isEqualTo(1000);
        }
        eventually().until(() -> ended.getCount() == 0);
        assertThat(server.engine.sessions()).isZero();
    }
}
