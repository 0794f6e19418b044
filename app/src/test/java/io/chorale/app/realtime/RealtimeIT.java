package io.chorale.app.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealtimeIT {
    @TempDir
    Path data;

    private ChatServer server;
    private JsonNode anna;
    private JsonNode bela;

    @BeforeEach
    void start() {
        server = ChatServer.start(data, Map.of());
        anna = server.signUp("Anna");
        bela = server.addAndSignIn(token(anna), "Bela");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String token(JsonNode session) {
        return session.path("token").asText();
    }

    private String createChannel(Map<String, ?> form) {
        return server.post("/api/v1/channels/create", token(anna), form)
                .expect(200)
                .body()
                .path("id")
                .asText();
    }

    private JsonNode post(JsonNode user, String channel, Map<String, ?> form) {
        return server.post("/api/v1/channels/" + channel + "/messages/post", token(user), form)
                .expect(200)
                .body();
    }

    @Test
    void strangersStayConnectedAndBecomeSomebodyLater() {
        String channel = createChannel(Map.of("name", "general"));
        try (ChatSocket socket = ChatSocket.connect(server, Map.of("token", "undefined"), Map.of())) {
            assertThat(socket.userJoin("nonsense").isMissingNode()).isTrue();
            post(anna, channel, Map.of("content", "not for strangers"));
            JsonNode answer = socket.userJoin(token(bela));
            assertThat(answer.path("id").asText()).isEqualTo(bela.path("id").asText());
            assertThat(answer.path("name").asText()).isEqualTo("Bela");
            post(anna, channel, Map.of("content", "welcome"));
            assertThat(socket.await("message")
                            .path("data")
                            .path("data")
                            .path("content")
                            .asText())
                    .isEqualTo("welcome");
        }
    }

    @Test
    void cookieOfOurOwnPageIsEnough() {
        String channel = createChannel(Map.of("name", "general"));
        Map<String, List<String>> headers = Map.of("Cookie", List.of("token=" + token(bela)));
        try (ChatSocket socket = ChatSocket.connect(server, Map.of(), headers)) {
            assertThat(socket.call("user-join", Map.of()).isMissingNode()).isTrue();
        }
        try (ChatSocket socket = ChatSocket.connect(server, Map.of(), headers)) {
            Awaitility.await().atMost(ChatSocket.PATIENCE).until(() -> {
                post(anna, channel, Map.of("content", "hello"));
                return !socket.events().isEmpty();
            });
        }
    }

    @Test
    void messageEventHasTheShapeOfTheContract() {
        String channel = createChannel(Map.of("name", "general"));
        try (ChatSocket socket = ChatSocket.join(server, token(bela))) {
            JsonNode answer = post(anna, channel, Map.of("content", "hello", "temp_id", "t1"));
            JsonNode event = socket.await("message");
            assertThat(event.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("channel_id", "message_id", "data", "user", "channel");
            assertThat(event.path("channel_id").asText()).isEqualTo(channel);
            assertThat(event.path("message_id").asText())
                    .isEqualTo(answer.path("id").asText());
            assertThat(event.path("data").path("data")).isEqualTo(answer);
            assertThat(event.path("user").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("id", "name", "role", "profile_image_url");
            assertThat(event.path("channel").path("name").asText()).isEqualTo("general");
        }
    }

    @Test
    void everyChangeOfAMessageIsTold() {
        String channel = createChannel(Map.of("name", "general"));
        try (ChatSocket socket = ChatSocket.join(server, token(bela))) {
            String root =
                    post(anna, channel, Map.of("content", "root")).path("id").asText();
            String reply = post(bela, channel, Map.of("content", "reply", "parent_id", root))
                    .path("id")
                    .asText();
            String path = "/api/v1/channels/" + channel + "/messages/";
            server.post(path + root + "/update", token(anna), Map.of("content", "better"))
                    .expect(200);
            server.post(path + root + "/reactions/add", token(bela), Map.of("name", "yum"))
                    .expect(200);
            server.post(path + root + "/reactions/add", token(bela), Map.of("name", "yum"))
                    .expect(200);
            server.post(path + root + "/reactions/remove", token(bela), Map.of("name", "yum"))
                    .expect(200);
            server.delete(path + reply + "/delete", token(bela)).expect(200);
            server.delete(path + root + "/delete", token(anna)).expect(200);

            Awaitility.await()
                    .atMost(ChatSocket.PATIENCE)
                    .untilAsserted(() -> assertThat(socket.types())
                            .containsExactly(
                                    "message",
                                    "message",
                                    "message:reply",
                                    "message:update",
                                    "message:reaction:add",
                                    "message:reaction:remove",
                                    "message:delete",
                                    "message:reply",
                                    "message:delete"));
            JsonNode counted = socket.events().get(2);
            assertThat(counted.path("message_id").asText()).isEqualTo(root);
            assertThat(counted.path("data").path("data").path("reply_count").asInt())
                    .isEqualTo(1);
            assertThat(socket.events()
                            .get(4)
                            .path("data")
                            .path("data")
                            .path("name")
                            .asText())
                    .isEqualTo("yum");
            assertThat(socket.events()
                            .get(7)
                            .path("data")
                            .path("data")
                            .path("reply_count")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void repeatedPostIsToldOnce() {
        String channel = createChannel(Map.of("name", "general"));
        try (ChatSocket socket = ChatSocket.join(server, token(bela))) {
            post(anna, channel, Map.of("content", "once", "temp_id", "t"));
            post(anna, channel, Map.of("content", "once", "temp_id", "t"));
            post(anna, channel, Map.of("content", "end"));
            Awaitility.await()
                    .atMost(ChatSocket.PATIENCE)
                    .until(() -> socket.events().toString().contains("\"end\""));
            assertThat(socket.types()).hasSize(2);
        }
    }

    @Test
    void newChannelsComeToOpenSocketsOfThoseWhoMaySeeThem() {
        JsonNode cleo = server.addAndSignIn(token(anna), "Cleo");
        try (ChatSocket belas = ChatSocket.join(server, token(bela));
                ChatSocket cleos = ChatSocket.join(server, token(cleo));
                ChatSocket annas = ChatSocket.join(server, token(anna))) {
            String secret = createChannel(Map.of(
                    "name",
                    "secret",
                    "is_private",
                    true,
                    "user_ids",
                    List.of(bela.path("id").asText())));
            assertThat(belas.await("channel:created").toString())
                    .isEqualTo("{\"data\":{\"type\":\"channel:created\"}}");
            post(anna, secret, Map.of("content", "psst"));
            belas.await("message");
            annas.await("message");

            String open = createChannel(Map.of("name", "open"));
            post(anna, open, Map.of("content", "hello all"));
            assertThat(cleos.await("message").path("channel").path("name").asText())
                    .isEqualTo("open");
            assertThat(cleos.types()).containsExactly("channel:created", "message");
        }
    }

    @Test
    void whoLosesAccessHearsNothingMore() {
        String channel = createChannel(Map.of("name", "general"));
        try (ChatSocket belas = ChatSocket.join(server, token(bela));
                ChatSocket annas = ChatSocket.join(server, token(anna))) {
            post(anna, channel, Map.of("content", "before"));
            belas.await("message");
            server.post(
                            "/api/v1/channels/" + channel + "/update",
                            token(anna),
                            Map.of("name", "admins", "is_private", true))
                    .expect(200);
            post(anna, channel, Map.of("content", "after"));
            annas.await("channel:updated");
            Awaitility.await()
                    .atMost(ChatSocket.PATIENCE)
                    .until(() -> annas.events().toString().contains("\"after\""));
            String open = createChannel(Map.of("name", "open"));
            post(anna, open, Map.of("content", "a later event"));
            Awaitility.await()
                    .atMost(ChatSocket.PATIENCE)
                    .until(() -> belas.events().toString().contains("a later event"));
            assertThat(belas.events().toString()).doesNotContain("\"after\"");
        }
    }

    @Test
    void typingIsRelayedToTheChannelAndFromMembersOnly() {
        String channel = createChannel(Map.of("name", "general"));
        Map<String, Object> typing = new java.util.HashMap<>();
        typing.put("channel_id", channel);
        typing.put("message_id", null);
        typing.put("data", Map.of("type", "typing", "data", Map.of("typing", true)));
        try (ChatSocket belas = ChatSocket.join(server, token(bela));
                ChatSocket annas = ChatSocket.join(server, token(anna));
                ChatSocket stranger = ChatSocket.connect(server, Map.of(), Map.of())) {
            stranger.emit("events:channel", typing);
            belas.emit("events:channel", typing);
            JsonNode event = annas.await("typing");
            assertThat(event.fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("channel_id", "message_id", "data", "user");
            assertThat(event.path("user").path("name").asText()).isEqualTo("Bela");
            assertThat(event.path("message_id").isNull()).isTrue();
            assertThat(event.path("data").path("data").path("typing").asBoolean())
                    .isTrue();
            belas.await("typing");
            assertThat(annas.types()).containsExactly("typing");
        }
    }

    @Test
    void readMarksAreKept() {
        String channel = createChannel(Map.of("name", "general"));
        post(anna, channel, Map.of("content", "news"));
        try (ChatSocket belas = ChatSocket.join(server, token(bela))) {
            belas.emit("events:channel", Map.of("channel_id", channel, "data", Map.of("type", "last_read_at")));
            Awaitility.await()
                    .atMost(ChatSocket.PATIENCE)
                    .until(() -> server.get("/api/v1/channels/", token(bela))
                                    .body()
                                    .get(0)
                                    .path("unread_count")
                                    .asInt()
                            == 0);
        }
    }

    @Test
    void signOutEndsTheRightsOfOpenSockets() {
        String channel = createChannel(Map.of("name", "general"));
        String second = server.signIn("Bela").body().path("token").asText();
        // polling: over websocket this client does not notice that it was closed before its ping time-out
        try (ChatSocket ended = ChatSocket.join(server, token(bela), "polling");
                ChatSocket kept = ChatSocket.join(server, second)) {
            server.send("POST", "/api/v1/auths/signout", token(bela), null, Map.of())
                    .expect(200);
            Awaitility.await().atMost(ChatSocket.PATIENCE).until(() -> ended.connects() == 2);
            post(anna, channel, Map.of("content", "after sign-out"));
            kept.await("message");
            assertThat(ended.userJoin(token(bela)).isMissingNode()).isTrue();
            assertThat(ended.events()).isEmpty();
        }
    }

    @Test
    void roleChangeMovesOpenSockets() {
        String channel = createChannel(Map.of("name", "general"));
        try (ChatSocket belas = ChatSocket.join(server, token(bela));
                ChatSocket annas = ChatSocket.join(server, token(anna))) {
            setRole("pending");
            post(anna, channel, Map.of("content", "without you"));
            annas.await("message");
            setRole("user");
            post(anna, channel, Map.of("content", "with you"));
            assertThat(belas.await("message")
                            .path("data")
                            .path("data")
                            .path("content")
                            .asText())
                    .isEqualTo("with you");
        }
    }

    private void setRole(String role) {
        server.post(
                        "/api/v1/users/" + bela.path("id").asText() + "/update",
                        token(anna),
                        Map.of(
                                "role", role,
                                "name", "Bela",
                                "email", "bela@example.org",
                                "profile_image_url", "/user.png"))
                .expect(200);
    }
}
