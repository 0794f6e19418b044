package io.chorale.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Topology;
import io.chorale.config.RedisTarget.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoadingTest {

    private static String sourceOf(LoadedConfiguration loaded, String name) {
        return loaded.values().stream()
                .filter(value -> value.variable().name().equals(name))
                .findFirst()
                .orElseThrow()
                .source();
    }

    @Test
    void needsNothing() {
        Settings settings = Loading.with().settings();
        assertThat(settings.server().port()).isEqualTo(8080);
        assertThat(settings.server().workers()).isEqualTo(1);
        assertThat(settings.redis().target()).isEmpty();
        assertThat(settings.redis().keyPrefix()).isEqualTo("open-webui");
        assertThat(settings.websocket().manager()).isEqualTo("memory");
        assertThat(settings.websocket().path()).isEqualTo("/ws/socket.io");
        assertThat(settings.websocket().pingInterval()).isEqualTo(Duration.ofSeconds(25));
        assertThat(settings.websocket().maxPayload()).isEqualTo(new ByteSize(1_000_000));
        assertThat(settings.session().expiresIn()).contains(Duration.ofDays(28));
        assertThat(settings.cors().allowedOrigins()).isEmpty();
        assertThat(settings.auth().signup()).isEmpty();
        assertThat(settings.database().jdbcUrl()).isEqualTo("jdbc:sqlite:/nonexistent/data/webui.db");
        assertThat(settings.logging()).isEqualTo(new LoggingSettings("INFO", false));
    }

    @Test
    void strongerSourcesWin(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("chorale.yaml"),
                "server:\n  port: 9001\n  name: From file\n  host: 127.0.0.1\nredis:\n  sentinel-hosts: [a, b]\n");
        LoadedConfiguration loaded = Loading.with("PORT", "9002", "WEBUI_NAME", "From environment")
                .in(directory)
                .load("server.port=9003");

        assertThat(loaded.settings().server().port()).isEqualTo(9003);
        assertThat(loaded.settings().server().name()).isEqualTo("From environment");
        assertThat(loaded.settings().server().host()).isEqualTo("127.0.0.1");
        assertThat(sourceOf(loaded, "PORT")).isEqualTo("--set");
        assertThat(sourceOf(loaded, "WEBUI_NAME")).isEqualTo("variable WEBUI_NAME");
        assertThat(sourceOf(loaded, "HOST")).isEqualTo("chorale.yaml:4");
        assertThat(sourceOf(loaded, "REDIS_URL")).isEqualTo("default");
        assertThat(loaded.settings().redis().target().orElseThrow().nodes()).hasSize(2);
    }

    @Test
    void takesTheFileThatIsNamed(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("other.yaml"), "server:\n  port: 9100\n");
        assertThat(Loading.with().loadFile(file).settings().server().port()).isEqualTo(9100);
    }

    @Test
    void readsTheCompleteExampleOfTheGuide() {
        Settings settings = Loading.with(
                        "REDIS_URL", "redis://redis-valkey:6379/0",
                        "ENABLE_WEBSOCKET_SUPPORT", "true",
                        "WEBSOCKET_MANAGER", "Redis",
                        "WEBSOCKET_REDIS_URL", "redis://redis-valkey:6379/1",
                        "REDIS_KEY_PREFIX", "openwebui-prod",
                        "CORS_ALLOW_ORIGIN", "https://my-open-webui.com; https://other.example",
                        "UVICORN_WORKERS", "4")
                .settings();
        assertThat(settings.server().workers()).isEqualTo(4);
        assertThat(settings.websocket().manager()).isEqualTo("redis");
        assertThat(settings.redis().target().orElseThrow().database()).isZero();
        assertThat(settings.websocket().redis().orElseThrow().database()).isEqualTo(1);
        assertThat(settings.redis().keyPrefix()).isEqualTo("openwebui-prod");
        assertThat(settings.cors().allowedOrigins())
                .containsExactly("https://my-open-webui.com", "https://other.example");
    }

    @Test
    void redisPasswordsKeepTheirPlus() {
        RedisTarget target = Loading.with("REDIS_URL", "rediss://us%40er:a+b%2Fc@[::1]/3?ssl_check_hostname=false")
                .settings()
                .redis()
                .target()
                .orElseThrow();
        assertThat(target.username()).contains("us@er");
        assertThat(target.password()).contains(new Secret("a+b/c"));
        assertThat(target.nodes()).containsExactly(new HostAndPort("::1", 6379));
        assertThat(target.database()).isEqualTo(3);
        assertThat(target.tls().verification()).isEqualTo(Verification.CHAIN);
    }

    @Test
    void sentinelTakesTheMasterFromTheUrlAndWinsOverCluster() {
        RedisTarget target = Loading.with(
                        "REDIS_URL", "redis://:pw@service/2",
                        "REDIS_SENTINEL_HOSTS", "s1, s2",
                        "REDIS_SENTINEL_PORT", "26380",
                        "REDIS_CLUSTER", "true")
                .settings()
                .redis()
                .target()
                .orElseThrow();
        assertThat(target.topology()).isEqualTo(Topology.SENTINEL);
        assertThat(target.nodes()).containsExactly(new HostAndPort("s1", 26380), new HostAndPort("s2", 26380));
        assertThat(target.masterName()).contains("service");
        assertThat(target.database()).isEqualTo(2);
    }

    @Test
    void databaseUrlsLoseTheirCredentials() {
        DatabaseSettings database = Loading.with("DATABASE_URL", "postgres://us:p%40ss@db.example/chat?sslmode=require")
                .settings()
                .database();
        assertThat(database.kind()).isEqualTo(DatabaseSettings.Kind.POSTGRESQL);
        assertThat(database.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5432/chat?sslmode=require");
        assertThat(database.username()).contains("us");
        assertThat(database.password()).contains(new Secret("p@ss"));
        assertThat(Loading.with("DATABASE_URL", "sqlite:////var/lib/chat.db")
                        .settings()
                        .database()
                        .jdbcUrl())
                .isEqualTo("jdbc:sqlite:/var/lib/chat.db");
    }

    @Test
    void durationsWithAndWithoutUnits() {
        assertThat(DurationText.parse("1.5", Duration.ofSeconds(1))).contains(Duration.ofMillis(1_500));
        assertThat(DurationText.parse("1h30m", Duration.ZERO)).contains(Duration.ofMinutes(90));
        assertThat(DurationText.parse("PT10S", Duration.ZERO)).contains(Duration.ofSeconds(10));
        assertThat(DurationText.parse("10", Duration.ZERO)).isEmpty();
        assertThat(DurationText.parse("1h30", Duration.ZERO)).isEmpty();
        assertThat(Loading.with("JWT_EXPIRES_IN", "-1").settings().session().expiresIn())
                .isEmpty();
        assertThat(Loading.with("REDIS_RECONNECT_DELAY", "500")
                        .settings()
                        .redis()
                        .reconnectDelay())
                .isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void secretsComeFromFilesAndAreNeverShown(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("key"), "top-secret\n");
        LoadedConfiguration loaded = Loading.with(
                        "WEBUI_SECRET_KEY_FILE", file.toString(), "REDIS_URL", "redis://:hidden@redis:6379/0")
                .load();
        assertThat(loaded.settings().auth().secretKey().map(Secret::reveal)).contains("top-secret");
        assertThat(loaded.table()).doesNotContain("top-secret", "hidden").contains("redis://:********@redis:6379/0");
        assertThat(loaded.settings().toString()).doesNotContain("top-secret", "hidden");
    }

    @Test
    void emptyVariablesAreAsGoodAsNone() {
        Settings settings =
                Loading.with("REDIS_URL", "", "PORT", "", "ENABLE_SIGNUP", "").settings();
        assertThat(settings.redis().target()).isEmpty();
        assertThat(settings.server().port()).isEqualTo(8080);
        assertThat(settings.auth().signup()).isEqualTo(Optional.empty());
    }

    @Test
    void otherWordsForTrueAndFalse() {
        for (String word : List.of("1", "yes", "On", "TRUE")) {
            assertThat(Loading.with("ENABLE_SIGNUP", word).settings().auth().signup())
                    .contains(true);
        }
        assertThat(Loading.with("ENABLE_SIGNUP", "off").settings().auth().signup())
                .contains(false);
    }

    @Test
    void originsAreAsABrowserWritesThem() {
        Settings settings = Loading.with(
                        "CORS_ALLOW_ORIGIN",
                        "https://Chat.Example/; http://localhost:80;https://x:8443;https://x:8443/")
                .settings();
        assertThat(settings.cors().allowedOrigins())
                .containsExactly("https://chat.example", "http://localhost", "https://x:8443");
    }

    @Test
    void emptyVariablesHideNeitherFilesNorOtherNames(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("chorale.yaml"), "server:\n  port: 8123\n");
        Settings settings = Loading.with(
                        "PORT", "", "UVICORN_WORKERS", "", "WORKERS", "2", "REDIS_URL", "redis://redis")
                .in(directory)
                .settings();
        assertThat(settings.server().port()).isEqualTo(8123);
        assertThat(settings.server().workers()).isEqualTo(2);
    }

    @Test
    void hostsMayHaveAnUnderscore() {
        RedisTarget target = Loading.with("REDIS_URL", "redis://redis_valkey:6379/0")
                .settings()
                .redis()
                .target()
                .orElseThrow();
        assertThat(target.nodes()).containsExactly(new RedisTarget.HostAndPort("redis_valkey", 6379));
    }

    @Test
    void redisUrlsComeFromFiles(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("redis-url"), "redis://:hunter2@redis:6379/3\n");
        RedisTarget target = Loading.with("REDIS_URL_FILE", file.toString())
                .settings()
                .redis()
                .target()
                .orElseThrow();
        assertThat(target.database()).isEqualTo(3);
        assertThat(target.password()).contains(new Secret("hunter2"));
    }

    @Test
    void passwordsAreShownNowhere() {
        LoadedConfiguration loaded = Loading.with(
                        "REDIS_URL", "redis://hunter2@redis",
                        "WEBSOCKET_REDIS_URL", "redis://u:hunter2@redis",
                        "DATABASE_URL", "postgresql://db/chorale?user=anna&password=hunter2&sslmode=require",
                        "OPENAI_API_BASE_URLS", "https://a:hunter2@models.example/v1")
                .load();
        assertThat(loaded.values()).noneMatch(value -> value.value().contains("hunter2"));
        assertThat(loaded.settings().toString()).doesNotContain("hunter2");
        DatabaseSettings database = loaded.settings().database();
        assertThat(database.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/chorale?sslmode=require");
        assertThat(database.username()).contains("anna");
        assertThat(database.password()).contains(new Secret("hunter2"));
    }
}
