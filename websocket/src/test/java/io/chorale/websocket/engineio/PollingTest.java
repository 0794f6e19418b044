package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static io.chorale.websocket.engineio.EngineFixture.polling;
import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawConnection;
import io.chorale.websocket.testing.RawHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets over GET and POST (Engine.IO protocol, "HTTP long-polling"). */
class PollingTest {
    private final EngineFixture server = EngineFixture.start(options -> options.maxPayload(10_000));

    @AfterEach
    void stop() {
        server.close();
    }

    private RecordingEngine.Recorded session(String sid) {
        return server.application.of(sid);
    }

    private void assertOver(String sid, CloseReason reason) {
        eventually().untilAsserted(() -> assertThat(session(sid).ends).containsExactly(reason));
        assertThat(server.get(polling(sid)).text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(server.engine.sessions()).isZero();
        assertThat(server.engine.queuedBytes()).isZero();
    }

    @Test
    void answersAPostWithOk() {
        RawHttp.Answer answer = server.post(server.open(), "4hello");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(answer.header("content-type")).startsWith("text/html");
        assertThat(answer.header("content-length")).isEqualTo("2");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
    }

    @Test
    void takesAndSendsSeveralPacketsInOnePayload() {
        String sid = server.open();

        server.post(sid, "4hi\u001ebAQIDBA==\u001e4€ and 🙂\u001e6\u001e4");

        assertThat(session(sid).messages).containsExactly("hi", "[1, 2, 3, 4]", "€ and 🙂", "");
        assertThat(server.poll(sid)).isEqualTo("4hi\u001ebAQIDBA==\u001e4€ and 🙂\u001e4");
    }

    @Test
    void letsAGetWaitUntilThereIsSomething() {
        String sid = server.open();
        try (RawHttp get = server.beginPoll(sid)) {
            server.post(sid, "4later");
            assertThat(get.answer().text()).isEqualTo("4later");
            get.send("GET", polling(sid), "");
            server.post(sid, "4again");
            assertThat(get.answer().text()).as("the connection is kept").isEqualTo("4again");
        }
    }

    @Test
    void joinsACharacterThatIsCutByChunks() {
        String sid = server.open();
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        try (RawConnection connection = RawConnection.to(server.port())) {
            connection.send(
                    "POST " + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.send("2\r\n4").send(Arrays.copyOf(euro, 1)).send("\r\n");
            connection.send("2\r\n").send(Arrays.copyOfRange(euro, 1, 3)).send("\r\n0\r\n\r\n");
            assertThat(RawHttp.over(connection).answer().text()).isEqualTo("ok");
        }
        assertThat(session(sid).messages).containsExactly("€");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "4a\u001e", "\u001e4a", "7", "b!!!", "b=", "0{}", "2", "5", "2probe"})
    void endsASessionWhosePayloadIsMalformed(String payload) {
        String sid = server.open();

        assertThat(server.post(sid, payload).status()).isEqualTo(400);

        assertOver(sid, CloseReason.PARSE_ERROR);
    }

    @Test
    void takesNoTextThatIsNotUtf8() {
        String sid = server.open();
        try (RawConnection connection = RawConnection.to(server.port())) {
            connection.send("POST " + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n");
            connection.send(new byte[] {'4', (byte) 0xc0, (byte) 0xaf});
            assertThat(RawHttp.over(connection).answer().status()).isEqualTo(400);
        }
        assertOver(sid, CloseReason.PARSE_ERROR);
    }

    @Test
    void takesBase64WithLineBreaks() {
        String sid = server.open();

        server.post(sid, "bAQID\r\nBA==\n");

        assertThat(session(sid).messages).containsExactly("[1, 2, 3, 4]");
    }

    @Test
    void refusesBinaryBodies() {
        String sid = server.open();

        assertThat(server.post(sid, "4a", "Content-Type: application/octet-stream")
                        .status())
                .isEqualTo(400);

        assertOver(sid, CloseReason.TRANSPORT_ERROR);
    }

    @Test
    void answersAnOverlappingGetWithAnErrorAndTheFirstWithTheEnd() {
        String sid = server.open();
        try (RawHttp first = server.beginPoll(sid)) {
            eventually().until(() -> isWaiting(sid));
            RawHttp.Answer second = server.get(polling(sid));
            assertThat(second.status()).isEqualTo(400);
            assertThat(second.body()).isEmpty();
            RawHttp.Answer answer = first.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("1");
        }
        assertOver(sid, CloseReason.TRANSPORT_ERROR);
    }

    /** A volatile packet goes only to a GET that waits. */
    private boolean isWaiting(String sid) {
        return ((ClientSession) session(sid).session).hasWaitingPoll();
    }

    @Test
    void refusesAPostWhileAnotherIsBeingRead() {
        String sid = server.open();
        try (RawConnection slow = RawConnection.to(server.port())) {
            slow.send("POST " + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n4begun");
            eventually().until(() -> ((ClientSession) session(sid).session).isPosting());

            RawHttp.Answer second = server.post(sid, "4second");

            assertThat(second.status()).isEqualTo(400);
            assertThat(second.body()).isEmpty();
        }
        assertThat(session(sid).messages).isEmpty();
        assertOver(sid, CloseReason.TRANSPORT_ERROR);
    }

    @Test
    void endsASessionWhosePostIsAborted() {
        String sid = server.open();
        try (RawConnection connection = RawConnection.to(server.port())) {
            connection.send(
                    "POST " + polling(sid) + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n4begun");
            eventually().until(() -> ((ClientSession) session(sid).session).isPosting());
            connection.reset();
        }
        assertOver(sid, CloseReason.TRANSPORT_ERROR);
        assertThat(session(sid).messages).isEmpty();
    }

    @Test
    void answersAnUnknownMethodAsTheReferenceDoes() {
        String sid = server.open();

        assertThat(RawHttp.exchange(server.port(), "PUT", polling(sid), "4x").status())
                .isEqualTo(500);

        assertThat(server.engine.sessions()).as("the session goes on").isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "1200, 'gzip, deflate', true",
        "1200, 'br, gzip;q=0.5', true",
        "1200, 'gzip;q=0', false",
        "1200, 'br', false",
        "1200, '', false",
        "900, 'gzip', false"
    })
    void compressesLargeAnswersForThoseWhoAskForIt(int size, String accepted, boolean compressed) throws IOException {
        String sid = server.open();
        String message = "4" + "x".repeat(size);
        server.post(sid, message);

        RawHttp.Answer answer = accepted.isEmpty()
                ? server.get(polling(sid))
                : server.get(polling(sid), "Accept-Encoding: " + accepted);

        assertThat(answer.header("content-encoding")).isEqualTo(compressed ? "gzip" : "");
        byte[] body = compressed
                ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
                : answer.body();
        assertThat(new String(body, StandardCharsets.UTF_8)).isEqualTo(message);
    }

    @Test
    void keepsSessionsApart() {
        List<String> sids = List.of(server.open(), server.open(), server.open());
        sids.forEach(sid -> server.post(sid, "4for " + sid));

        sids.forEach(sid -> assertThat(server.poll(sid)).isEqualTo("4for " + sid));
    }

    @Test
    void takesTheNextPostOnAnotherConnectionAsSoonAsTheFirstIsAnswered() {
        String sid = server.open();
        for (int i = 0; i < 300; i++) {
            assertThat(server.post(sid, "4" + i).status()).isEqualTo(200);
        }
        assertThat(session(sid).messages).hasSize(300);
    }
}
