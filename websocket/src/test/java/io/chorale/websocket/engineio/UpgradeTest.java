package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static io.chorale.websocket.engineio.EngineFixture.millis;
import static io.chorale.websocket.engineio.EngineFixture.polling;
import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawHttp;
import io.chorale.websocket.testing.RawWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From polling to websocket (Engine.IO protocol, "Upgrade"), with each race there is. */
class UpgradeTest {
    private EngineFixture server = EngineFixture.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private ClientSession session(String sid) {
        return (ClientSession) server.application.of(sid).session;
    }

    private static void send(ClientSession session, String text) {
        assertThat(session.send(EnginePacket.of("4" + text))).isTrue();
    }

    private RawWebSocket probed(String sid) {
        RawWebSocket socket = server.upgrade(sid).text("2probe");
        assertThat(socket.readText()).isEqualTo("3probe");
        return socket;
    }

    private RawWebSocket upgraded(String sid) {
        RawWebSocket socket = probed(sid).text("5");
        eventually().until(() -> session(sid).transport() == EngineSession.Transport.WEBSOCKET);
        return socket;
    }

    @Test
    void movesTheSessionAndAnswersTheGetThatWaitsWithANoop() {
        String sid = server.open();
        try (RawHttp get = server.beginPoll(sid)) {
            eventually().until(() -> session(sid).hasWaitingPoll());
            try (RawWebSocket socket = probed(sid)) {
                assertThat(get.answer().text()).isEqualTo("6");
                socket.text("5").text("4hello");
                assertThat(socket.readText()).isEqualTo("4hello");
            }
        }
        assertThat(server.engine.metrics().sessionsUpgraded()).isOne();
    }

    @Test
    void refusesPollingAndASecondWebSocketAfterwards() {
        String sid = server.open();
        try (RawWebSocket socket = upgraded(sid)) {
            RawHttp.Answer get = server.get(polling(sid));
            assertThat(get.status()).isEqualTo(400);
            assertThat(get.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
            assertThat(server.post(sid, "4late").status()).isEqualTo(400);
            try (RawWebSocket second = server.upgrade(sid)) {
                second.connection().awaitEnd();
            }
            assertThat(socket.text("4still").readText()).isEqualTo("4still");
        }
        assertThat(server.application.of(sid).messages).containsExactly("still");
    }

    @Test
    void neitherLosesNorDoublesWhatIsSentWhileTheTransportChanges() {
        String sid = server.open();
        List<String> received = new ArrayList<>();
        send(session(sid), "before");
        try (RawWebSocket socket = probed(sid)) {
            send(session(sid), "between probe and upgrade");
            received.addAll(List.of(server.poll(sid).split("\u001e", -1)));
            send(session(sid), "after the last poll");
            socket.text("5");
            send(session(sid), "perhaps before, perhaps after the five");
            eventually().until(() -> session(sid).transport() == EngineSession.Transport.WEBSOCKET);
            send(session(sid), "over the websocket");
            IntStream.range(0, 3).forEach(i -> received.add(socket.readText()));
        }
        assertThat(received)
                .containsExactly(
                        "4before",
                        "4between probe and upgrade",
                        "4after the last poll",
                        "4perhaps before, perhaps after the five",
                        "4over the websocket");
    }

    @Test
    void keepsTheOrderUnderTraffic() throws InterruptedException {
        int messages = 3_000;
        for (int round = 0; round < 5; round++) {
            String sid = server.open();
            Thread sender = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < messages; i++) {
                    send(session(sid), Integer.toString(i));
                }
            });
            List<String> received = new ArrayList<>();
            received.addAll(List.of(server.poll(sid).split("\u001e", -1)));
            try (RawWebSocket socket = probed(sid)) {
                received.addAll(List.of(server.poll(sid).split("\u001e", -1)));
                socket.text("5");
                received.remove("6"); // nothing was there for the last GET
                while (received.size() < messages) {
                    received.add(socket.readText());
                }
            }
            sender.join();
            assertThat(received)
                    .containsExactlyElementsOf(
                            IntStream.range(0, messages).mapToObj(i -> "4" + i).toList());
        }
    }

    @Test
    void takesThePostsPacketsBeforeThoseOfTheWebSocket() {
        String sid = server.open();
        try (RawWebSocket socket = probed(sid)) {
            assertThat(server.post(sid, "4by post").text()).isEqualTo("ok");
            socket.text("5").text("4by websocket");
            assertThat(socket.readText()).isEqualTo("4by post");
            assertThat(socket.readText()).isEqualTo("4by websocket");
        }
        assertThat(server.application.of(sid).messages).containsExactly("by post", "by websocket");
    }

    @Test
    void answersEachGetOfTheProbeSoon() {
        String sid = server.open();
        try (RawWebSocket socket = probed(sid)) {
            assertThat(server.poll(sid)).isEqualTo("6");
            assertThat(server.poll(sid)).isEqualTo("6");
            assertThat(socket.text("5").text("4x").readText()).isEqualTo("4x");
        }
    }

    @Test
    void takesThePongOfAPollingPingOverTheWebSocket() {
        server.close();
        server =
                EngineFixture.start(options -> options.pingInterval(millis(500)).pingTimeout(millis(20_000)));
        String sid = server.open();
        assertThat(server.poll(sid)).isEqualTo("2");
        try (RawWebSocket socket = upgraded(sid).text("3")) {
            assertThat(socket.readText()).as("the next ping").isEqualTo("2");
            assertThat(session(sid).isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "4x", "5", "2probf", "3probe", "2probe and a very long tail that is no probe", ""})
    void closesOnlyTheWebSocketWhoseFirstPacketIsNoProbe(String first) {
        String sid = server.open();
        try (RawWebSocket socket = server.upgrade(sid).text(first)) {
            socket.connection().awaitEnd();
        }
        assertGoesOnPolling(sid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2probe", "4x", "6", "50"})
    void closesOnlyTheWebSocketWhoseSecondPacketIsNoUpgrade(String second) {
        String sid = server.open();
        try (RawWebSocket socket = probed(sid).text(second)) {
            socket.connection().awaitEnd();
        }
        assertGoesOnPolling(sid);
        assertThat(server.application.of(sid).messages).doesNotContain("x");
    }

    @Test
    void closesOnlyTheWebSocketThatBeginsWithABinaryMessage() {
        String sid = server.open();
        try (RawWebSocket socket = server.upgrade(sid).binary(new byte[] {1})) {
            socket.connection().awaitEnd();
        }
        assertGoesOnPolling(sid);
    }

    private void assertGoesOnPolling(String sid) {
        eventually().until(() -> !session(sid).isProbing());
        assertThat(server.post(sid, "4on polling").text()).isEqualTo("ok");
        assertThat(server.poll(sid)).isEqualTo("4on polling");
        assertThat(server.application.of(sid).ends).isEmpty();
        try (RawWebSocket another = upgraded(sid)) {
            assertThat(another.text("4later").readText()).isEqualTo("4later");
        }
    }

    @Test
    void givesAProbeUpInTimeAndLetsTheSessionBe() {
        server.close();
        server = EngineFixture.start(options -> options.upgradeTimeout(millis(1_000)));
        String sid = server.open();
        try (RawWebSocket silent = server.upgrade(sid)) {
            silent.connection().awaitEnd();
        }
        eventually().until(() -> !session(sid).isProbing());
        try (RawWebSocket halfway = probed(sid)) {
            halfway.connection().awaitEnd();
        }
        assertGoesOnPolling(sid);
    }

    @Test
    void letsOneWebSocketProbeAtATime() {
        String sid = server.open();
        try (RawWebSocket first = probed(sid);
                RawWebSocket second = server.upgrade(sid)) {
            second.connection().awaitEnd();
            assertThat(first.text("5").text("4mine").readText()).isEqualTo("4mine");
        }
    }

    @Test
    void closesTheProbeWithTheSession() {
        String sid = server.open();
        try (RawWebSocket socket = probed(sid)) {
            session(sid).close(CloseReason.FORCED_CLOSE);
            socket.connection().awaitEnd();
        }
        assertThat(server.application.of(sid).ends).containsExactly(CloseReason.FORCED_CLOSE);
        assertThat(server.engine.sessions()).isZero();
    }

    @Test
    void endsTheSessionThatTheClientClosesByPostWhileItProbes() {
        String sid = server.open();
        try (RawWebSocket socket = probed(sid)) {
            assertThat(server.post(sid, "1").text()).isEqualTo("ok");
            socket.connection().awaitEnd();
        }
        eventually()
                .untilAsserted(
                        () -> assertThat(server.application.of(sid).ends).containsExactly(CloseReason.TRANSPORT_CLOSE));
        assertThat(server.engine.sessions()).isZero();
    }

    @Test
    void endsTheSessionOnceWhenTheUpgradedWebSocketIsReset() {
        String sid = server.open();
        RawWebSocket socket = upgraded(sid);
        socket.connection().reset();

        eventually()
                .untilAsserted(
                        () -> assertThat(server.application.of(sid).ends).containsExactly(CloseReason.TRANSPORT_ERROR));
        assertThat(server.engine.sessions()).isZero();
    }
}
