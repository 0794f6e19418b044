package io.chorale.app.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chorale.app.http.Json;
import io.chorale.app.server.ManagementListener;
import io.chorale.config.Settings;
import io.helidon.http.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code /health} and {@code /ready} of all workers on the management port, and {@code /metrics} of each at {@code
 * /metrics/<worker>}. Safe for use by many threads.
 */
final class WorkerStatus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Json json = new Json();
    private final ObjectMapper reader = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final List<WorkerSlot> slots;
    private final ManagementListener listener;

    private WorkerStatus(Settings settings, List<WorkerSlot> slots) {
        this.slots = slots;
        this.listener = ManagementListener.start(
                settings,
                List.of(rules -> rules.get("/health", (_, response) -> json.send(response, all()))
                        .get("/ready", (_, response) -> {
                            Map<String, Object> all = all();
                            json.send(
                                    response,
                                    Boolean.TRUE.equals(all.get("status"))
                                            ? Status.OK_200
                                            : Status.SERVICE_UNAVAILABLE_503,
                                    all);
                        })
                        .get(
                                "/metrics/{worker}",
                                (request, response) -> response.send(
                                        metrics(request.path().pathParameters().get("worker"))))));
    }

    static WorkerStatus start(Settings settings, List<WorkerSlot> slots) {
        return new WorkerStatus(settings, slots);
    }

    int port() {
        return listener.port();
    }

    private Map<String, Object> all() {
        List<Map<String, Object>> workers = slots.stream().map(this::describe).toList();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("status", workers.stream().anyMatch(worker -> Boolean.TRUE.equals(worker.get("ready"))));
        all.put("workers", workers);
        return all;
    }

    private Map<String, Object> describe(WorkerSlot slot) {
        Map<String, Object> worker = new LinkedHashMap<>();
        WorkerProcess process = slot.current();
        worker.put("worker", slot.number());
        worker.put("pid", process == null ? 0 : process.pid());
        worker.put("alive", process != null && process.isAlive());
        worker.put("restarts", slot.restarts());
        OptionalInt port = process == null ? OptionalInt.empty() : process.managementPort();
        JsonNode answer = port.isPresent() ? ask(port.getAsInt()) : reader.createObjectNode();
        worker.put("ready", answer.path("status").asBoolean(false));
        if (answer.has("reasons")) {
            worker.put("reasons", answer.get("reasons"));
        }
        return worker;
    }

    private JsonNode ask(int port) {
        try {
            return reader.readTree(get(port, "/ready"));
        } catch (IOException e) {
            return reader.createObjectNode().putPOJO("reasons", List.of("it does not answer its probe"));
        }
    }

    private String metrics(String number) throws IOException {
        for (WorkerSlot slot : slots) {
            WorkerProcess process = slot.current();
            if (Integer.toString(slot.number()).equals(number)
                    && process != null
                    && process.managementPort().isPresent()) {
                return get(process.managementPort().getAsInt(), "/metrics");
            }
        }
        throw new io.helidon.http.NotFoundException("no worker " + number);
    }

    private String get(int port, String path) throws IOException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        listener.close();
        http.close();
    }
}
