package io.chorale.app.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.chorale.app.server.ChatServer;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.json.JSONException;
import org.json.JSONObject;

/** The official Java client, and what came to it. */
final class ChatSocket implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger connects = new AtomicInteger();

    private ChatSocket(Socket socket) {
        this.socket = socket;
        socket.on(Socket.EVENT_CONNECT, nothing -> connects.incrementAndGet());
        socket.on("events:channel", arguments -> events.add(parse(arguments[0].toString())));
    }

    static ChatSocket connect(ChatServer server, Map<String, String> auth, Map<String, List<String>> headers) {
        return connect(server, auth, headers, "websocket");
    }

    static ChatSocket connect(
            ChatServer server, Map<String, String> auth, Map<String, List<String>> headers, String transport) {
        ChatSocket client = new ChatSocket(IO.socket(
                URI.create(server.url()),
                IO.Options.builder()
                        .setPath("/ws/socket.io/")
                        .setTransports(new String[] {transport})
                        .setForceNew(true)
                        .setReconnectionDelay(50)
                        .setAuth(auth)
                        .setExtraHeaders(headers)
                        .build()));
        client.socket.connect();
        Awaitility.await("a socket").atMost(PATIENCE).until(client.socket::connected);
        return client;
    }

    /** Connected and in the rooms of the token. */
    static ChatSocket join(ChatServer server, String token) {
        return join(server, token, "websocket");
    }

    static ChatSocket join(ChatServer server, String token, String transport) {
        ChatSocket client = connect(server, Map.of("token", token), Map.of(), transport);
        client.userJoin(token);
        return client;
    }

    /** The answer; a missing node when it is empty. */
    JsonNode userJoin(String token) {
        return call("user-join", Map.of("auth", Map.of("token", token)));
    }

    JsonNode call(String event, Map<String, ?> argument) {
        CompletableFuture<JsonNode> answered = new CompletableFuture<>();
        socket.emit(event, new Object[] {json(argument)}, (Ack) answer ->
                answered.complete(answer.length == 0 ? MissingNode.getInstance() : parse(answer[0].toString())));
        return answered.orTimeout(15, TimeUnit.SECONDS).join();
    }

    void emit(String event, Map<String, ?> argument) {
        socket.emit(event, json(argument));
    }

    private static JSONObject json(Map<String, ?> value) {
        try {
            return new JSONObject(ChatServer.JSON.writeValueAsString(value));
        } catch (JsonProcessingException | JSONException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return ChatServer.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    List<JsonNode> events() {
        return events;
    }

    List<String> types() {
        return events.stream()
                .map(event -> event.path("data").path("type").asText())
                .toList();
    }

    JsonNode await(String type) {
        return Awaitility.await(type)
                .atMost(PATIENCE)
                .until(
                        () -> events.stream()
                                .filter(event ->
                                        event.path("data").path("type").asText().equals(type))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    int connects() {
        return connects.get();
    }

    @Override
    public void close() {
        socket.close();
    }
}
