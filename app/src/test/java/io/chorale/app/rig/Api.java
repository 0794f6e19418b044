package io.chorale.app.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** REST calls of one person at one address. Safe for use by many threads. */
final class Api implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final String server;
    private final String token;

    private Api(String server, String token) {
        this.server = server;
        this.token = token;
    }

    static Api signUp(String server) throws IOException, InterruptedException {
        try (Api nobody = new Api(server, "")) {
            JsonNode session = nobody.send(
                    "POST",
                    "/api/v1/auths/signup",
                    Map.of("name", "Anna", "email", "anna@example.org", "password", "secret-anna"));
            return new Api(server, session.path("token").asText());
        }
    }

    String token() {
        return token;
    }

    Api at(String otherServer) {
        return new Api(otherServer, token);
    }

    String createChannel(String name) throws IOException, InterruptedException {
        return send("POST", "/api/v1/channels/create", Map.of("name", name))
                .path("id")
                .asText();
    }

    /** Posting again under the same temporary id is the same message. */
    void post(String channel, int number) throws IOException, InterruptedException {
        String text = Integer.toString(number);
        send("POST", "/api/v1/channels/" + channel + "/messages/post", Map.of("content", text, "temp_id", text));
    }

    /** The numbers that the database has, oldest first. */
    List<Integer> messages(String channel) throws IOException, InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        JsonNode page;
        do {
            page = send(
                    "GET",
                    "/api/v1/channels/%s/messages?skip=%d&limit=%d".formatted(channel, numbers.size(), PAGE),
                    null);
            page.forEach(message ->
                    numbers.add(Integer.valueOf(message.path("content").asText())));
        } while (page.size() == PAGE);
        return numbers.reversed();
    }

    /** @throws IOException also when the answer is not 200 */
    JsonNode send(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(method + " " + path + " answered " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
