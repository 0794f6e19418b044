package io.chorale.websocket.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the raw echo on {@code /engine.io/} that says for each request which replica gets it. */
final class PollingClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    final String sid;

    /** Opens a session, which the replica at the port owns. */
    PollingClient(int port) {
        String opened = join(http.sendAsync(request(port, "").GET().build(), BodyHandlers.ofString()))
                .body();
        sid = opened.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
    }

    CompletableFuture<HttpResponse<String>> poll(int port) {
        return http.sendAsync(request(port, sid).GET().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(int port, String payload) {
        return join(postLater(port, payload));
    }

    CompletableFuture<HttpResponse<String>> postLater(int port, String payload) {
        return http.sendAsync(
                request(port, sid).POST(BodyPublishers.ofString(payload)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return join(http.sendAsync(request.build(), BodyHandlers.ofString()));
    }

    static HttpRequest.Builder request(int port, String sid) {
        String session = sid.isEmpty() ? "" : "&sid=" + sid;
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/engine.io/?EIO=4&transport=polling" + session))
                .timeout(PATIENCE);
    }

    static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException io ? new UncheckedIOException(io) : e;
        }
    }

    /** Asks for a websocket that takes over the session; nothing is proved yet. */
    Upgrade upgrade(int port) {
        return new Upgrade(http, port, sid);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** A websocket, and what came on it: text as it is, binary as {@code b} and its length. */
    static final class Upgrade implements WebSocket.Listener {
        final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        final WebSocket socket;
        private final StringBuilder text = new StringBuilder();
        private int binary;
        private volatile boolean reading = true;

        Upgrade(HttpClient http, int port, String sid) {
            socket = join(http.newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://localhost:" + port + "/engine.io/?EIO=4&transport=websocket&sid=" + sid),
                            this));
        }

        void stopReading() {
            reading = false;
        }

        void sendText(String message) {
            join(socket.sendText(message, true));
        }

        void sendBinary(byte[] message) {
            join(socket.sendBinary(ByteBuffer.wrap(message), true));
        }

        /** The next message that is no ping, or "nothing". */
        String next() {
            try {
                String next = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return next == null ? "nothing" : next.equals("2") ? next() : next;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(text.toString());
                text.setLength(0);
            }
            request(from);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            binary += data.remaining();
            if (last) {
                received.add("b" + binary);
                binary = 0;
            }
            request(from);
            return null;
        }

        private void request(WebSocket from) {
            if (reading) {
                from.request(1);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
        }
    }
}
