package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadmeExampleIT {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @Test
    void theReadmeShowsTheExampleWordForWord() throws IOException {
        String example = Files.readString(Path.of("src/test/java/io/chorale/websocket/socketio/ReadmeExample.java"));
        String body = example.substring(example.indexOf("import "));
        assertThat(Files.readString(Path.of("README.md"))).contains(body);
    }

    @Test
    void theExampleRuns() throws InterruptedException {
        try (ReadmeExample example = new ReadmeExample(0)) {
            WebSocket first = connect(example.port());
            send(first, "40");
            assertThat(next()).startsWith("40{");
            send(first, "420[\"join\",\"garden\"]");
            assertThat(next()).isEqualTo("430[\"garden\"]");
            WebSocket second = connect(example.port());
            send(second, "40");
            assertThat(next()).startsWith("40{");
            send(second, "42[\"say\",\"garden\",\"hello\"]");
            assertThat(next()).isEqualTo("42[\"said\",\"hello\"]");
            first.abort();
            second.abort();
        }
    }

    private WebSocket connect(int port) throws InterruptedException {
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://localhost:" + port + "/socket.io/?EIO=4&transport=websocket"),
                        new WebSocket.Listener() {
                            @Override
                            public @Nullable CompletionStage<?> onText(
                                    WebSocket webSocket, CharSequence data, boolean last) {
                                received.add(data.toString());
                                webSocket.request(1);
                                return null;
                            }
                        })
                .join();
        assertThat(next()).startsWith("0{");
        return socket;
    }

    private static void send(WebSocket socket, String text) {
        socket.sendText(text, true).join();
    }

    private String next() throws InterruptedException {
        String text = received.poll(10, TimeUnit.SECONDS);
        return text == null ? "nothing" : text;
    }
}
