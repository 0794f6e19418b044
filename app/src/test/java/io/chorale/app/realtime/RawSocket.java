package io.chorale.app.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A Socket.IO client that shows every frame as it came, and when the connection ended. */
public final class RawSocket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final WebSocket connection;

    private RawSocket(String url) {
        URI uri = URI.create(url.replaceFirst("^http", "ws") + "/ws/socket.io/?EIO=4&transport=websocket");
        connection = http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(uri, new Listener())
                .join();
    }

    /** @param auth JSON, as the client shows it in its CONNECT packet */
    public static RawSocket connect(String url, String auth) {
        RawSocket socket = new RawSocket(url);
        socket.connection.sendText("40" + auth, true).join();
        socket.await("40");
        return socket;
    }

    public static RawSocket join(String url, String token) {
        return connect(url, "{\"token\":\"" + token + "\"}");
    }

    /** The answer to CONNECT: {@code sid}, {@code pid}. */
    public JsonNode connected() {
        try {
            return ChatServer.JSON.readTree(await("40").substring(2));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first frame that begins so. */
    public String await(String beginning) {
        return Awaitility.await("a frame " + beginning)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> frames.stream()
                                .filter(frame -> frame.startsWith(beginning))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    public void awaitText(String part) {
        Awaitility.await("a frame with " + part)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> frames.stream().anyMatch(frame -> frame.contains(part)));
    }

    public void send(String frame) {
        connection.sendText(frame, true).join();
    }

    public List<String> frames() {
        return frames;
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    /** The connection breaks without a word. */
    public void abort() {
        connection.abort();
    }

    @Override
    public void close() {
        connection.abort();
        http.close();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String frame = partial.toString();
                partial.setLength(0);
                frames.add(frame);
                if (frame.equals("2")) {
                    socket.sendText("3", true);
                }
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(null);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(null);
        }
    }
}
