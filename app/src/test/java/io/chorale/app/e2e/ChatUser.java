package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A person at one server: REST calls with a bearer token, and the official Java Socket.IO client. */
final class ChatUser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String server;
    private final String token;
    private final Socket socket;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private ChatUser(String server, String token) {
        this.server = server;
        this.token = token;
        this.socket = IO.socket(
                URI.create(server),
                IO.Options.builder()
                        .setPath("/ws/socket.io/")
                        .setTransports(new String[] {"websocket"})
                        .setForceNew(true)
                        .setAuth(Map.of("token", token))
                        .build());
        socket.on("events:channel", arguments -> events.add(parse(arguments[0].toString())));
    }

    static ChatUser signUp(String server, String name) {
        return enter(
                server,
                "/api/v1/auths/signup",
                Map.of("name", name, "email", email(name), "password", "secret-" + name));
    }

    static ChatUser signIn(String server, String name) {
        return enter(server, "/api/v1/auths/signin", Map.of("email", email(name), "password", "secret-" + name));
    }

    String token() {
        return token;
    }

    /** The same sign-in at another server. */
    ChatUser at(String otherServer) {
        ChatUser user = new ChatUser(otherServer, token);
        user.connect();
        return user;
    }

    private static String email(String name) {
        return name + "@example.org";
    }

    private static ChatUser enter(String server, String path, Map<String, String> form) {
        JsonNode session = send(HttpClient.newHttpClient(), server + path, "", "POST", form, 200);
        ChatUser user = new ChatUser(server, session.path("token").asText());
        user.connect();
        return user;
    }

    private void connect() {
        socket.connect();
        Awaitility.await("a socket at " + server).atMost(PATIENCE).until(socket::connected);
        call("user-join", Map.of("auth", Map.of("token", token)));
    }

    /** Emits an event and waits for its acknowledgement. */
    private void call(String event, Object argument) {
        var answered = new java.util.concurrent.CountDownLatch(1);
        try {
            socket.emit(
                    event,
                    new Object[] {new org.json.JSONObject(JSON.writeValueAsString(argument))},
                    answer -> answered.countDown());
            assertThat(answered.await(20, java.util.concurrent.TimeUnit.SECONDS))
                    .as("%s acknowledged", event)
                    .isTrue();
        } catch (Exception e) {
            throw new IllegalStateException(event, e);
        }
    }

    void addAccount(String name) {
        send(
                http,
                server + "/api/v1/auths/add",
                token,
                "POST",
                Map.of("name", name, "email", email(name), "password", "secret-" + name, "role", "user"),
                200);
    }

    String createChannel(String name) {
        return send(http, server + "/api/v1/channels/create", token, "POST", Map.of("name", name), 200)
                .path("id")
                .asText();
    }

    void post(String channel, String text) {
        send(
                http,
                server + "/api/v1/channels/" + channel + "/messages/post",
                token,
                "POST",
                Map.of("content", text, "data", Map.of(), "meta", Map.of()),
                200);
    }

    /** The texts of a channel as the server has them, oldest first. */
    List<String> history(String channel) {
        JsonNode page = send(
                http, server + "/api/v1/channels/" + channel + "/messages?skip=0&limit=50", token, "GET", null, 200);
        return page.findValuesAsText("content").reversed();
    }

    int status(String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create(server + path))
                                    .header("Authorization", "Bearer " + token)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Texts that came over the socket, in the order of arrival. */
    List<String> seen() {
        return events.stream()
                .filter(event -> event.path("data").path("type").asText().equals("message"))
                .map(event -> event.path("data").path("data").path("content").asText())
                .toList();
    }

    void awaitSeen(String... texts) {
        Awaitility.await("messages over the socket at " + server)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(seen()).containsExactly(texts));
    }

    private static JsonNode send(
            HttpClient http,
            String url,
            String token,
            String method,
            @org.jspecify.annotations.Nullable Object body,
            int expected) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(20))
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
            assertThat(response.statusCode())
                    .as("%s %s: %s", method, url, response.body())
                    .isEqualTo(expected);
            return parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
        http.close();
    }
}
