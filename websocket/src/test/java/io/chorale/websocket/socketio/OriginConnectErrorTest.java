package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawWebSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A browser shows a page nothing of an HTTP answer to its websocket, so the page is told by the protocol. */
class OriginConnectErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "40; 44{",
                "40{\"token\":\"t\"}; 44{",
                "40/custom,; 44/custom,{",
                "40/custom,{\"a\":\",\"}; 44/custom,{",
                "40/custom; 44/custom,{",
                "42[\"early\"]; 44{"
            })
    void tellsThePageWhyItsWebSocketIsRefused(String connect, String answer) {
        try (SocketIoFixture server = SocketIoFixture.start(FixtureOptions.defaults());
                RawWebSocket socket = RawWebSocket.open(
                        server.port(),
                        "/socket.io/?EIO=4&transport=websocket",
                        "Origin: http://evil.example",
                        "Host: chat.example")) {
            assertThat(socket.handshake().status()).isEqualTo(101);
            assertThat(socket.readText()).startsWith("0{\"sid\":\"");

            assertThat(socket.text(connect).readText())
                    .startsWith(answer + "\"message\":\"The origin http://evil.example is not an accepted origin")
                    .contains("\"code\":\"origin_refused\"")
                    .contains("CORS_ALLOW_ORIGIN=\\\"http://good.example;http://evil.example\\\"");

            RawWebSocket.Frame close = socket.readClose();
            assertThat(close.closeCode()).isEqualTo(1008);
            assertThat(server.io().connections()).isZero();
            assertThat(server.io().engine().sessions()).isZero();
            assertThat(server.io().engine().metrics().originsRefused()).isOne();
        }
    }
}
