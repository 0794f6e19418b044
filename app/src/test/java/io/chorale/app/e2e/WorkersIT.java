package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chorale.test.Ports;
import io.chorale.test.RedisServer;
import io.chorale.test.Signals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code UVICORN_WORKERS}: real worker processes on one port, looked after by a supervisor. */
class WorkersIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int CLIENTS = 3;

    @TempDir
    Path data;

    private RedisServer redis;
    private int management;

    @BeforeEach
    void startRedis() {
        redis = RedisServer.start();
        management = Ports.free();
    }

    @AfterEach
    void stopRedis() {
        redis.close();
    }

    @Test
    void aKilledWorkerComesBackAndNobodyLosesAMessage() {
        try (ServerProcess server = ServerProcess.start(data, settings(2))) {
            List<Long> before = awaitReady(2);
            assertThat(before).doesNotHaveDuplicates();
            talkWhile(server, () -> {
                Signals.send(before.getFirst(), "KILL");
                List<Long> after = awaitReady(2);
                assertThat(after).contains(before.getLast()).doesNotContain(before.getFirst());
            });
            assertThat(server.output())
                    .contains("[worker 1] ", "[worker 2] ")
                    .containsPattern("Worker \\d \\(pid " + before.getFirst() + "\\) ended with 137");
            assertThat(health().path("workers").findValuesAsText("restarts")).contains("1", "0");
            assertThat(server.terminate()).isZero();
            assertThat(awaitGone(before)).isTrue();
        }
    }

    /** Not in every build yet: it did not end in time in its last run there. */
    @org.junit.jupiter.api.Tag("soak")
    @Test
    void hangUpReplacesAllWorkersOneByOneAndNobodyLosesAMessage() {
        try (ServerProcess server = ServerProcess.start(data, settings(2))) {
            List<Long> before = awaitReady(2);
            talkWhile(server, () -> {
                Signals.send(server.pid(), "HUP");
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(server.output()).contains("All workers are replaced"));
            });
            assertThat(awaitReady(2)).doesNotContainAnyElementsOf(before);
            assertThat(server.output().lines().filter(line -> line.contains("Draining")))
                    .hasSize(2);
        }
    }

    @Test
    void workersEndWithTheirSupervisor() {
        try (ServerProcess server = ServerProcess.start(data, settings(2))) {
            List<Long> workers = awaitReady(2);
            server.kill();
            assertThat(awaitGone(workers)).isTrue();
        }
    }

    @Test
    void givesUpWhenNoWorkerCanStart() {
        redis.command("CONFIG", "SET", "requirepass", "unknown to the workers");
        try (ServerProcess server = ServerProcess.launch(data, settings(2), "serve")) {
            assertThat(server.awaitExit()).isEqualTo(69);
            assertThat(server.output())
                    .contains(
                            "[worker 1] REDIS-002",
                            "giving up",
                            "another starts in 500 ms",
                            "another starts in 1000 ms");
        }
    }

    /** Three clients listen and one person posts, before, while and after something happens. */
    private void talkWhile(ServerProcess server, Runnable something) {
        List<JavaScriptListener> listeners = new ArrayList<>();
        try (ChatUser anna = ChatUser.signUp(server.url(), "anna")) {
            for (int n = 0; n < CLIENTS; n++) {
                listeners.add(JavaScriptListener.start(server.url(), anna.token(), "websocket"));
            }
            String channel = anna.createChannel("general");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> listeners.stream().allMatch(listener -> listener.joined() >= 1));
            Poster poster = new Poster(server.url(), anna.token(), channel);
            Thread posting = Thread.ofVirtual().start(poster);
            something.run();
            poster.stop();
            assertThat(join(posting)).isTrue();
            List<String> texts = poster.texts();
            assertThat(texts.size()).isGreaterThan(10);
            for (JavaScriptListener listener : listeners) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(listener.messages())
                                .as(listener::toString)
                                .containsExactlyElementsOf(texts));
                assertThat(listener.recovered().stream().skip(1))
                        .as("every connect but the first resumes")
                        .doesNotContain(false);
            }
        } finally {
            listeners.forEach(JavaScriptListener::close);
        }
    }

    private static boolean join(Thread thread) {
        try {
            return thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Long> awaitReady(int workers) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> IntStream.range(0, workers)
                                .mapToObj(n -> health().path("workers").path(n))
                                .filter(worker -> worker.path("ready").asBoolean())
                                .map(worker -> worker.path("pid").asLong())
                                .toList(),
                        ready -> ready.size() == workers);
    }

    private static boolean awaitGone(List<Long> pids) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pids.stream()
                        .noneMatch(pid -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isPresent()));
        return true;
    }

    private JsonNode health() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JSON.readTree(client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/health"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            return JSON.createObjectNode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> settings(int workers) {
        return new HashMap<>(Map.of(
                "UVICORN_WORKERS", Integer.toString(workers),
                "REDIS_URL", redis.url(),
                "WEBSOCKET_MANAGER", "redis",
                "MANAGEMENT_PORT", Integer.toString(management),
                "SHUTDOWN_TIMEOUT", "8"));
    }
}
