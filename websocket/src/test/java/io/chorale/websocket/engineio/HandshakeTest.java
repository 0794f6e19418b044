package io.chorale.websocket.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawHttp;
import io.chorale.websocket.testing.RawWebSocket;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session begins, byte by byte, and every way it does not (Engine.IO protocol, "Handshake"). */
class HandshakeTest {
    private static final String SECRET = "[A-Za-z0-9_-]{24}";

    private EngineFixture server = EngineFixture.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void restart(EngineFixture other) {
        server.close();
        server = other;
    }

    @Test
    void answersAPollWithTheOpenPacket() {
        RawHttp.Answer answer = server.get("/engine.io/?EIO=4&transport=polling");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.text())
                .matches("0\\{\"sid\":\"" + SECRET + "\",\"upgrades\":\\[\"websocket\"],"
                        + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
        assertThat(answer.headers()).doesNotContainKeys("set-cookie", "access-control-allow-origin");
    }

    @Test
    void answersAWebSocketWithTheOpenPacketAsItsFirstFrame() {
        try (RawWebSocket socket = server.webSocket()) {
            assertThat(socket.handshake().status()).isEqualTo(101);
            // the example of RFC 6455 section 1.3
            assertThat(socket.handshake().header("sec-websocket-accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(socket.readText())
                    .matches(
                            "0\\{\"sid\":\"" + SECRET
                                    + "\",\"upgrades\":\\[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine.io/", "/engine.io"})
    void isThereWithAndWithoutTheTrailingSlash(String path) {
        assertThat(server.get(path + "?EIO=4&transport=polling").status()).isEqualTo(200);
        try (RawWebSocket socket = RawWebSocket.open(server.port(), path + "?EIO=4&transport=websocket")) {
            assertThat(socket.readText()).startsWith("0{");
        }
    }

    @Test
    void neverGivesAnIdTwice() {
        assertThat(Set.of(server.open(), server.open(), server.open())).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "GET; EIO=4; 400; {\"code\":0,\"message\":\"Transport unknown\"}",
                "GET; EIO=4&transport=abc; 400; {\"code\":0,\"message\":\"Transport unknown\"}",
                "GET; EIO=4&transport=__proto__; 400; {\"code\":0,\"message\":\"Transport unknown\"}",
                "GET; EIO=4&transport=webtransport; 400; {\"code\":0,\"message\":\"Transport unknown\"}",
                "GET; EIO=4&transport=polling&sid=none; 400; {\"code\":1,\"message\":\"Session ID unknown\"}",
                "POST; EIO=4&transport=polling&sid=none; 400; {\"code\":1,\"message\":\"Session ID unknown\"}",
                "GET; EIO=4&transport=polling&sid=constructor; 400; {\"code\":1,\"message\":\"Session ID unknown\"}",
                "GET; EIO=4&transport=polling&sid=; 400; {\"code\":1,\"message\":\"Session ID unknown\"}",
                "POST; EIO=4&transport=polling; 400; {\"code\":2,\"message\":\"Bad handshake method\"}",
                "PUT; EIO=4&transport=polling; 400; {\"code\":2,\"message\":\"Bad handshake method\"}",
                "DELETE; EIO=4&transport=polling; 400; {\"code\":2,\"message\":\"Bad handshake method\"}",
                "GET; EIO=4&transport=websocket; 400; {\"code\":3,\"message\":\"Bad request\"}",
                "GET; transport=polling; 400; {\"code\":5,\"message\":\"Unsupported protocol version\"}",
                "GET; EIO=3&transport=polling; 400; {\"code\":5,\"message\":\"Unsupported protocol version\"}",
                "GET; EIO=abc&transport=polling; 400; {\"code\":5,\"message\":\"Unsupported protocol version\"}"
            })
    void refusesAPollingRequestInTheReferencesWords(String method, String query, int status, String body) {
        RawHttp.Answer answer = RawHttp.exchange(server.port(), method, "/engine.io/?" + query, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.text()).isEqualTo(body);
        assertThat(server.engine.sessions()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "EIO=4; 400; {\"code\":0,\"message\":\"Transport unknown\"}",
                "EIO=4&transport=abc; 400; {\"code\":0,\"message\":\"Transport unknown\"}",
                "EIO=4&transport=websocket&sid=none; 400; {\"code\":1,\"message\":\"Session ID unknown\"}",
                "EIO=4&transport=polling; 400; {\"code\":3,\"message\":\"Bad request\"}",
                "transport=websocket; 400; {\"code\":5,\"message\":\"Unsupported protocol version\"}",
                "EIO=5&transport=websocket; 400; {\"code\":5,\"message\":\"Unsupported protocol version\"}"
            })
    void refusesAWebSocketAsARequest(String query, int status, String body) {
        try (RawWebSocket socket = RawWebSocket.open(server.port(), "/engine.io/?" + query)) {
            assertThat(socket.handshake().status()).isEqualTo(status);
            assertThat(socket.handshake().text()).isEqualTo(body);
            assertThat(socket.handshake().header("connection")).isEqualTo("close");
            socket.connection().awaitEnd();
        }
    }

    @Test
    void refusesASessionAnotherProtocolVersion() {
        String sid = server.open();

        RawHttp.Answer answer = server.get("/engine.io/?transport=polling&sid=" + sid);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
    }

    @Test
    void asksTheApplicationAndPassesItsWordsOn() {
        String words = "denied: \"quoted\" \\ and \n a line";
        restart(EngineFixture.start(options -> options, engine -> engine.admission(handshake -> Optional.of(words))));
        String body = "{\"code\":4,\"message\":\"denied: \\\"quoted\\\" \\\\ and \\u000a a line\"}";

        RawHttp.Answer polling = server.get("/engine.io/?EIO=4&transport=polling");
        assertThat(polling.status()).isEqualTo(403);
        assertThat(polling.text()).isEqualTo(body);
        try (RawWebSocket socket = server.webSocket()) {
            assertThat(socket.handshake().status()).isEqualTo(403);
            assertThat(socket.handshake().text()).isEqualTo(body);
        }
    }

    @Test
    void offersNoUpgradeWhereThereIsNone() {
        restart(EngineFixture.start(options -> options.upgrades(false)));

        String packet = server.get("/engine.io/?EIO=4&transport=polling").text();

        assertThat(packet).contains("\"upgrades\":[],");
    }

    @Test
    void opensNoTransportThatIsOff() {
        restart(EngineFixture.start(options -> options.transports(Set.of(EngineSession.Transport.POLLING))));

        assertThat(server.get("/engine.io/?EIO=4&transport=polling").text()).contains("\"upgrades\":[],");
        try (RawWebSocket socket = server.webSocket()) {
            assertThat(socket.handshake().status()).isEqualTo(400);
            assertThat(socket.handshake().text()).isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
        }
    }

    @Test
    void setsTheCookieOnThePollingHandshakeAlone() {
        restart(EngineFixture.start(options -> options.cookie("io")));

        RawHttp.Answer answer = server.get("/engine.io/?EIO=4&transport=polling");
        String sid = EngineFixture.sid(answer.text());

        assertThat(answer.header("set-cookie")).isEqualTo("io=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
        assertThat(server.post(sid, "4x").headers()).doesNotContainKey("set-cookie");
        assertThat(server.get(EngineFixture.polling(sid)).headers()).doesNotContainKey("set-cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Key: short", "Sec-WebSocket-Key: !!!!", "Content-Length: 3", "X: y"})
    void takesOnlyAWebSocketThatFollowsTheStandard(String header) {
        try (RawHttp http = RawHttp.to(server.port())) {
            String key =
                    header.startsWith("Sec-WebSocket-Key") ? "X: y" : "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
            String version = header.equals("X: y") ? "Sec-WebSocket-Version: 8" : "Sec-WebSocket-Version: 13";
            http.send(
                    "GET",
                    "/engine.io/?EIO=4&transport=websocket",
                    "",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    key,
                    version,
                    header);
            RawHttp.Answer answer = http.answer();
            assertThat(answer.status()).isEqualTo(header.equals("X: y") ? 426 : 400);
        }
        assertThat(server.engine.sessions()).isZero();
    }
}
