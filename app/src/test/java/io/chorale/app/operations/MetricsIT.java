package io.chorale.app.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.app.server.ChatServer;
import io.chorale.test.RedisServer;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(chorale_\\w+)` \\| (\\w+) \\|");

    @TempDir
    Path data;

    @Test
    void everyMetricStandsInTheDocsWithItsTypeAndHasAHelpText() throws IOException {
        try (ChatServer server = ChatServer.start(data, Map.of())) {
            server.get("/health", null).expect(200);
            server.signUp("anna");
            Scrape scrape = Scrape.of(server);
            assertThat(scrape.contentType()).startsWith("text/plain").contains("version=0.0.4");
            Map<String, String> documented = ROW.matcher(Files.readString(Path.of("../docs/operations.md")))
                    .results()
                    .collect(Collectors.toMap(
                            (MatchResult row) -> row.group(1), row -> row.group(2), (a, b) -> a, TreeMap::new));
            Map<String, String> served = scrape.types();
            served.keySet().removeIf(name -> name.endsWith("_max")); // the third line of each timer
            assertThat(served).isEqualTo(documented);
            assertThat(scrape.helps()).containsKeys(documented.keySet().toArray(String[]::new));
            assertThat(scrape.helps().values())
                    .allSatisfy(help -> assertThat(help).isNotBlank());
            assertThat(scrape.text()).contains("jvm_memory_used_bytes", "process_files_open_files", "jvm_gc_");
        }
    }

    @Test
    void countersMoveWithWhatHappens() {
        try (ChatServer server = ChatServer.start(data, Map.of("WEBSOCKET_MAX_SESSIONS", "1"))) {
            String token = server.signUp("anna").path("token").asText();
            Scrape before = Scrape.of(server);
            assertThat(before.value("chorale_websocket_sessions{transport=\"websocket\"}"))
                    .isZero();
            Socket socket = socket(server, token);
            await().atMost(PATIENCE).untilAsserted(() -> {
                Scrape open = Scrape.of(server);
                assertThat(open.value("chorale_websocket_sessions{transport=\"websocket\"}"))
                        .isEqualTo(1);
                assertThat(open.value("chorale_websocket_sessions{transport=\"polling\"}"))
                        .isZero();
                assertThat(open.value("chorale_cluster_rooms")).isPositive();
                assertThat(open.value("chorale_websocket_sessions_upgraded_total"))
                        .isEqualTo(1);
            });
            server.send("GET", "/ws/socket.io/?EIO=4&transport=polling", null, null, Map.of());
            server.send(
                    "GET",
                    "/ws/socket.io/?EIO=4&transport=polling",
                    null,
                    null,
                    Map.of("Origin", "https://evil.example"));
            server.get("/api/v1/nothing-here", null);
            socket.close();
            await().atMost(PATIENCE).untilAsserted(() -> {
                Scrape after = Scrape.of(server);
                assertThat(after.value("chorale_websocket_limits_hit_total{limit=\"sessions\"}"))
                        .isEqualTo(1);
                assertThat(after.value("chorale_websocket_origins_refused_total"))
                        .isEqualTo(1);
                assertThat(after.text())
                        .containsPattern("chorale_websocket_sessions_closed_total\\{reason=\"\\w+\"} 1\\.0");
                assertThat(after.value("chorale_websocket_sessions{transport=\"websocket\"}"))
                        .isZero();
                assertThat(after.value("chorale_sessions_store_seconds_count{operation=\"create\"}"))
                        .isPositive();
                assertThat(after.text())
                        .containsPattern("chorale_http_requests_seconds_count\\{method=\"GET\",status=\"4xx\"} [1-9]");
            });
        }
    }

    @Test
    void saysHowTheLanesAndRedisAre() {
        try (RedisServer redis = RedisServer.start();
                ChatServer server =
                        ChatServer.start(data, Map.of("REDIS_URL", redis.url(), "WEBSOCKET_MANAGER", "redis"))) {
            String token = server.signUp("anna").path("token").asText();
            Socket socket = socket(server, token);
            String channel = server.post("/api/v1/channels/create", token, Map.of("name", "general"))
                    .expect(200)
                    .body()
                    .path("id")
                    .asText();
            server.post("/api/v1/channels/" + channel + "/messages/post", token, Map.of("content", "hello"))
                    .expect(200);
            await().atMost(PATIENCE).untilAsserted(() -> {
                Scrape scrape = Scrape.of(server);
                assertThat(scrape.value("chorale_cluster_events_total{direction=\"out\",lane=\"durable\"}"))
                        .isPositive();
                assertThat(scrape.value("chorale_cluster_events_total{direction=\"in\",lane=\"durable\"}"))
                        .isPositive();
                assertThat(scrape.value("chorale_cluster_hearing")).isEqualTo(1);
                assertThat(scrape.value("chorale_cluster_replicas")).isEqualTo(1);
                assertThat(scrape.value("chorale_cluster_round_trip_seconds")).isPositive();
            });
            redis.pause();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Scrape.of(server).value("chorale_cluster_hearing"))
                            .isZero());
            redis.resume();
            socket.close();
        }
    }

    @Test
    void managementHasAPortOfItsOwnWhenSet() {
        try (ChatServer server = ChatServer.start(data, Map.of("MANAGEMENT_PORT", "0"))) {
            assertThat(server.managementUrl()).isNotEqualTo(server.url());
            assertThat(Scrape.of(server).text()).contains("chorale_build_info{");
            assertThat(Scrape.of(server.url()).text()).doesNotContain("chorale_build_info");
            assertThat(server.get("/ready", null).status()).isEqualTo(200);
        }
    }

    /** Starts with polling and upgrades, as browsers do. */
    private static Socket socket(ChatServer server, String token) {
        Socket socket = IO.socket(
                URI.create(server.url()),
                IO.Options.builder()
                        .setPath("/ws/socket.io/")
                        .setTransports(new String[] {"polling", "websocket"})
                        .setForceNew(true)
                        .setAuth(Map.of("token", token))
                        .build());
        socket.connect();
        await().atMost(PATIENCE).until(socket::connected);
        return socket;
    }
}
