package io.chorale.app.rig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Node process with many unmodified {@code socket.io-client}s ({@code rig-clients.mjs}). One thread at a time. */
final class Clients implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPT = Path.of("src/test/js/rig-clients.mjs");
    private static final Path MODULES = Path.of("web");

    private final Process process;
    private final BufferedReader answers;

    private Clients(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Clients start(String url, String token, int count, List<String> channels, Path log) {
        try {
            return new Clients(new ProcessBuilder(
                            "node",
                            SCRIPT.toString(),
                            MODULES.toAbsolutePath().toString(),
                            url,
                            token,
                            Integer.toString(count),
                            String.join(",", channels))
                    .redirectError(log.toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("Node is needed on the PATH", e);
        }
    }

    /**
     * @param connected clients with an open socket
     * @param joined clients in their rooms
     * @param fewest messages known to the client that knows the fewest
     */
    record Status(int connected, int joined, int fewest) {}

    Status status() {
        JsonNode line = ask("status");
        return new Status(
                line.path("connected").asInt(),
                line.path("joined").asInt(),
                line.path("fewest").asInt());
    }

    /**
     * What one client got.
     *
     * @param events numbers of messages, in the order of arrival
     * @param reloaded numbers that came from the database after a connection that was not recovered
     * @param elsewhere events with another position than a client before was told for the same message
     * @param gapMillis longest time between two messages
     */
    record Received(
            List<Integer> events,
            List<Integer> reloaded,
            int elsewhere,
            int connects,
            int recovered,
            int reloads,
            int gapMillis,
            Map<String, Integer> trouble) {}

    /** @param positions number of a message to its position in the log */
    record Report(List<Received> clients, Map<Integer, String> positions) {}

    Report report() {
        List<Received> clients = new ArrayList<>();
        JsonNode line = ask("report");
        for (; line.path("kind").asText().equals("client"); line = read()) {
            clients.add(received(line));
        }
        Map<Integer, String> positions = new HashMap<>();
        line.path("positions")
                .properties()
                .forEach(entry -> positions.put(
                        Integer.valueOf(entry.getKey()), entry.getValue().asText()));
        return new Report(clients, positions);
    }

    private static Received received(JsonNode line) {
        Map<String, Integer> trouble = new HashMap<>();
        line.path("trouble")
                .properties()
                .forEach(entry -> trouble.put(entry.getKey(), entry.getValue().asInt()));
        return new Received(
                numbers(line.path("events")),
                numbers(line.path("reloaded")),
                line.path("elsewhere").asInt(),
                line.path("connects").asInt(),
                line.path("recovered").asInt(),
                line.path("reloads").asInt(),
                line.path("gap").asInt(),
                trouble);
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>(array.size());
        array.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    private JsonNode ask(String command) {
        try {
            Writer in = process.outputWriter(StandardCharsets.UTF_8);
            in.write(command + "\n");
            in.flush();
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException("The clients' process has ended", e);
        }
    }

    private JsonNode read() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("The clients' process has ended; its log is in the directory of the row");
            }
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
