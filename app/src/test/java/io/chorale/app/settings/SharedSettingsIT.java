package io.chorale.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole servers on one database and one Redis. */
class SharedSettingsIT {
    @TempDir
    private Path data;

    private RedisServer redis;
    private ChatServer one;
    private ChatServer two;
    private String admin;

    @BeforeEach
    void start() {
        redis = RedisServer.start();
        one = start(Map.of());
        two = start(Map.of());
        admin = one.signUp("Anna").path("token").asText();
    }

    private ChatServer start(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of("REDIS_URL", redis.url(), "WEBSOCKET_MANAGER", "redis"));
        variables.putAll(more);
        return ChatServer.start(data, variables);
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
        redis.close();
    }

    @Test
    void theFirstAccountClosesSignUpOnAllReplicasAndTheGuidesKeySaysSo() {
        await().atMost(Duration.ofSeconds(5)).until(() -> !signUpOpen(two));
        assertThat(one.post("/api/v1/auths/signup", null, ChatServer.form("Bela"))
                        .status())
                .isEqualTo(403);
        assertThat(two.post("/api/v1/auths/signup", null, ChatServer.form("Bela"))
                        .status())
                .isEqualTo(403);
        await().atMost(Duration.ofSeconds(5)).until(() -> "false".equals(inRedis("ENABLE_SIGNUP")));
    }

    @Test
    void aSettingChangedOnOneReplicaCountsOnTheOther() {
        one.post("/api/v1/auths/admin/config", admin, Map.of("ENABLE_SIGNUP", true, "DEFAULT_USER_ROLE", "user"))
                .expect(200);
        await().atMost(Duration.ofSeconds(5)).until(() -> signUpOpen(two));
        JsonNode bela = two.post("/api/v1/auths/signup", null, ChatServer.form("Bela"))
                .expect(200)
                .body();
        assertThat(bela.path("role").asText()).isEqualTo("user");
        await().atMost(Duration.ofSeconds(5)).until(() -> "\"user\"".equals(inRedis("DEFAULT_USER_ROLE")));
    }

    /** Open WebUI #24346, #20830: there Redis wins over the database. */
    @Test
    void whatSomebodyElseWritesIntoRedisIsNotBelievedAndPutBack() {
        await().atMost(Duration.ofSeconds(5)).until(() -> "false".equals(inRedis("ENABLE_SIGNUP")));
        redis.command("SET", "open-webui:config:ENABLE_SIGNUP", "true");
        assertThat(signUpOpen(two)).isFalse();
        await().atMost(Duration.ofSeconds(20)).until(() -> "false".equals(inRedis("ENABLE_SIGNUP")));
        assertThat(signUpOpen(one)).isFalse();
    }

    @Test
    void theMirrorIsPutBackAfterFlushall() {
        await().atMost(Duration.ofSeconds(5)).until(() -> "false".equals(inRedis("ENABLE_SIGNUP")));
        redis.command("FLUSHALL");
        await().atMost(Duration.ofSeconds(20)).until(() -> "false".equals(inRedis("ENABLE_SIGNUP")));
        assertThat(redis.command("EXISTS", "open-webui:secret:fingerprint")).isEqualTo(1L);
    }

    /** Open WebUI #15278, #2809. */
    @Test
    void aStaleSaveIsAnsweredWithTheNewerValue() {
        long revision = live(one).path("revision").asLong();
        save(one, revision, Map.of("RESPONSE_WATERMARK", "first")).expect(200);
        ChatServer.Answer late = save(two, revision, Map.of("RESPONSE_WATERMARK", "second"));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body().path("newer").path(0).path("value").asText()).isEqualTo("first");
        save(two, revision, Map.of("WEBUI_URL", "https://chat.example")).expect(200);
        assertThat(setting(one, "RESPONSE_WATERMARK").path("value").asText()).isEqualTo("first");
    }

    @Test
    void anyRevisionComesBackAndTheAuditSaysWhoDidWhat() {
        long before = live(one).path("revision").asLong();
        save(one, before, Map.of("DEFAULT_USER_ROLE", "admin")).expect(200);
        save(one, before + 1, Map.of("ENABLE_CHANNELS", false)).expect(200);
        two.post("/api/v1/configs/live/rollback", admin, Map.of("revision", before))
                .expect(200);
        assertThat(setting(two, "DEFAULT_USER_ROLE").path("value").asText()).isEqualTo("pending");
        assertThat(setting(two, "ENABLE_CHANNELS").path("value").asBoolean()).isTrue();
        JsonNode audit = two.get("/api/v1/configs/live/history", admin)
                .expect(200)
                .body()
                .path("revisions");
        assertThat(audit.path(0).path("reason").asText()).isEqualTo("rollback to " + before);
        assertThat(audit.path(1).path("author_name").asText()).isEqualTo("Anna");
        assertThat(audit.path(1).path("changes").path(0).path("name").asText()).isEqualTo("ENABLE_CHANNELS");
        assertThat(audit.path(1).path("changes").path(0).path("to").asBoolean(true))
                .isFalse();
    }

    @Test
    void secretsNeverLeaveTheServerAndAMaskKeepsThem() {
        one.post(
                        "/openai/config/update",
                        admin,
                        Map.of("OPENAI_API_KEYS", java.util.List.of("sk-top-secret", "sk-other")))
                .expect(200);
        JsonNode masks = one.get("/openai/config", admin).expect(200).body().path("OPENAI_API_KEYS");
        assertThat(masks.toString()).doesNotContain("secret");
        await().atMost(Duration.ofSeconds(5))
                .until(() -> two.get("/openai/config", admin)
                        .body()
                        .path("OPENAI_API_KEYS")
                        .equals(masks));
        JsonNode after = two.post(
                        "/openai/config/update",
                        admin,
                        Map.of("OPENAI_API_KEYS", java.util.List.of(masks.get(1).asText())))
                .expect(200)
                .body()
                .path("OPENAI_API_KEYS");
        assertThat(after.get(0)).isEqualTo(masks.get(1));
        String all = one.get("/api/v1/configs/export", admin).body() + " "
                + one.get("/api/v1/configs/live", admin).body()
                + one.get("/api/v1/configs/live/history", admin).body();
        assertThat(all).doesNotContain("sk-");
        assertThat(redis.command("EXISTS", "open-webui:config:OPENAI_API_KEYS")).isEqualTo(0L);
    }

    @Test
    void everyReplicaReportsItsRevision() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode replicas = live(one).path("replicas");
            assertThat(replicas.size()).isEqualTo(2);
            replicas.forEach(
                    revision -> assertThat(revision).isEqualTo(live(one).path("revision")));
        });
    }

    private JsonNode live(ChatServer server) {
        return server.get("/api/v1/configs/live", admin).expect(200).body();
    }

    private JsonNode setting(ChatServer server, String name) {
        for (JsonNode setting : live(server).path("settings")) {
            if (setting.path("name").asText().equals(name)) {
                return setting;
            }
        }
        throw new AssertionError("no setting " + name);
    }

    private ChatServer.Answer save(ChatServer server, long revision, Map<String, ?> changes) {
        return server.post("/api/v1/configs/live", admin, Map.of("revision", revision, "changes", changes));
    }

    private static boolean signUpOpen(ChatServer server) {
        return server.get("/api/config", null)
                .body()
                .path("features")
                .path("enable_signup")
                .asBoolean();
    }

    private String inRedis(String name) {
        return String.valueOf(redis.command("GET", "open-webui:config:" + name));
    }
}
