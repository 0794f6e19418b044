package io.chorale.app.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.app.realtime.RawSocket;
import io.chorale.app.server.ChatServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysIT {
    private static final String ME = "/api/v1/auths/";
    private static final String KEY = "/api/v1/auths/api_key";

    @TempDir
    Path data;

    private ChatServer start(Map<String, String> more) {
        return ChatServer.start(data, more);
    }

    private static String make(ChatServer server, String token) {
        return server.post(KEY, token, Map.of())
                .expect(200)
                .body()
                .path("api_key")
                .asText();
    }

    @Test
    void aKeyIsShownOnceAndWorksAsBearerAndInItsOwnHeader() throws IOException {
        try (ChatServer server = start(Map.of("ENABLE_API_KEYS", "true"))) {
            String token = server.signUp("Anna").path("token").asText();
            assertThat(server.get(KEY, token).expect(404).detail()).isEqualTo(Texts.NO_API_KEY);
            String key = make(server, token);

            assertThat(key).matches("sk-[0-9a-f]{32}");
            assertThat(server.get(KEY, token).expect(200).body().path("api_key").asText())
                    .isEqualTo("sk-…" + key.substring(31));
            assertThat(server.get(ME, key).expect(200).body().path("name").asText())
                    .isEqualTo("Anna");
            assertThat(server.get(ME, key).headers()).doesNotContainKey("set-cookie");
            server.send("GET", ME, null, null, Map.of("x-api-key", key)).expect(200);
            server.post("/api/v1/channels/create", key, Map.of("name", "by a program"))
                    .expect(200);
            assertThat(server.get("/api/config", key).body().path("user_count").asInt())
                    .isEqualTo(1);
            try (Stream<Path> files = Files.walk(data)) {
                assertThat(files.filter(Files::isRegularFile).filter(file -> contains(file, key)))
                        .as("files with the key in them")
                        .isEmpty();
            }
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anotherKeyTakesThePlaceOfTheFirstAndDeletingEndsIt() {
        try (ChatServer server = start(Map.of("ENABLE_API_KEY", "true"))) {
            String token = server.signUp("Anna").path("token").asText();
            String first = make(server, token);
            String second = make(server, token);
            assertThat(server.get(ME, first).expect(401).detail()).isEqualTo(Texts.ACCOUNT_GONE);
            server.get(ME, second).expect(200);

            assertThat(server.delete(KEY, token).expect(200).body().asBoolean()).isTrue();
            server.get(ME, second).expect(401);
            assertThat(server.delete(KEY, token).expect(200).body().asBoolean()).isFalse();
        }
    }

    @Test
    void aKeyOpensSocketsThatCloseWhenItEnds() {
        try (ChatServer server = start(Map.of("ENABLE_API_KEYS", "true"))) {
            String token = server.signUp("Anna").path("token").asText();
            String key = make(server, token);
            String channel = server.post("/api/v1/channels/create", token, Map.of("name", "general"))
                    .body()
                    .path("id")
                    .asText();
            try (RawSocket socket = RawSocket.join(server.url(), key)) {
                server.post("/api/v1/channels/" + channel + "/messages/post", key, Map.of("content", "to a program"))
                        .expect(200);
                socket.awaitText("to a program");
                server.delete(KEY, token).expect(200);
                Awaitility.await().atMost(Duration.ofSeconds(10)).until(socket::isClosed);
            }
        }
    }

    @Test
    void keysAreOffByDefaultAndStopWhenSwitchedOff() {
        String key;
        try (ChatServer server = start(Map.of())) {
            String token = server.signUp("Anna").path("token").asText();
            assertThat(server.post(KEY, token, Map.of()).expect(403).detail())
                    .isEqualTo(Texts.API_KEY_CREATION_NOT_ALLOWED);
        }
        try (ChatServer server = start(Map.of("ENABLE_API_KEYS", "true"))) {
            key = make(server, server.signIn("Anna").body().path("token").asText());
        }
        try (ChatServer server = start(Map.of("ENABLE_PERSISTENT_CONFIG", "false"))) {
            assertThat(server.get(ME, key).expect(403).detail()).isEqualTo(Texts.API_KEY_NOT_ALLOWED);
            assertThat(server.get("/api/config", key).body().has("user_count")).isFalse();
        }
    }

    @Test
    void restrictedKeysOpenOnlyThePathsThatAreListed() {
        try (ChatServer server = start(Map.of(
                "ENABLE_API_KEYS", "true",
                "ENABLE_API_KEY_ENDPOINT_RESTRICTIONS", "true",
                "API_KEY_ALLOWED_ENDPOINTS", "/api/v1/channels,/api/v1/auths/"))) {
            String token = server.signUp("Anna").path("token").asText();
            String key = make(server, token);
            server.get("/api/v1/channels/", key).expect(200);
            server.get(ME, key).expect(200);
            assertThat(server.get("/api/v1/users/all", key).expect(403).detail())
                    .isEqualTo(Texts.API_KEY_NOT_ALLOWED);
            server.get("/api/v1/users/all", token).expect(200);
        }
    }
}
