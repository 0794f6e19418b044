package io.chorale.app.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Posts numbered messages one after the other until it is stopped. What gets no answer, or 503, is posted again under the
 * same {@code temp_id}, as the page does it.
 */
final class Poster implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final URI messages;
    private final String token;
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;

    Poster(String server, String token, String channel) {
        this.messages = URI.create(server + "/api/v1/channels/" + channel + "/messages/post");
        this.token = token;
    }

    /** Acknowledged ones, in order. */
    List<String> texts() {
        return texts;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            for (int n = 0; !stopped; n++) {
                String text = "message " + n;
                String body = JSON.writeValueAsString(Map.of(
                        "content",
                        text,
                        "data",
                        Map.of(),
                        "meta",
                        Map.of(),
                        "temp_id",
                        UUID.randomUUID().toString()));
                while (!accepted(body)) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
                texts.add(text);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a connection of its own, so that the kernel chooses a worker each time. */
    private boolean accepted(String body) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                                    HttpRequest.newBuilder(messages)
                                            .timeout(Duration.ofSeconds(20))
                                            .header("Content-Type", "application/json")
                                            .header("Authorization", "Bearer " + token)
                                            .POST(HttpRequest.BodyPublishers.ofString(body))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException connectionOfADyingWorker) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
