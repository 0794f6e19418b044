package io.chorale.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An unmodified {@code socket.io-client} in a Node process; it knows nothing of Chorale but the events' names. */
final class JavaScriptListener implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPT = Path.of("src/test/js/listener.mjs");
    private static final Path MODULES = Path.of("web");

    private final Process process;
    private final List<JsonNode> lines = new CopyOnWriteArrayList<>();

    private JavaScriptListener(Process process) {
        this.process = process;
        Thread.ofVirtual().name("javascript-listener").start(this::read);
    }

    static JavaScriptListener start(String url, String token, String transports) {
        try {
            return new JavaScriptListener(new ProcessBuilder(
                            "node", SCRIPT.toString(), MODULES.toAbsolutePath().toString(), url, token, transports)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("Node is needed on the PATH", e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Stream<JsonNode> all(String kind) {
        return lines.stream().filter(line -> line.path("kind").asText().equals(kind));
    }

    long joined() {
        return all("joined").count();
    }

    /** One entry for each connect: was the session recovered? */
    List<Boolean> recovered() {
        return all("connect").map(line -> line.path("recovered").asBoolean()).toList();
    }

    List<String> messages() {
        return all("message").map(line -> line.path("content").asText()).toList();
    }

    @Override
    public String toString() {
        return lines.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
