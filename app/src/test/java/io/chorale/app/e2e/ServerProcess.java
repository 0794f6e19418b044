package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.Ports;
import io.chorale.test.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code java -jar chorale.jar serve} on a free loopback port, with nothing in its environment but what a test gives. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(240);
    private static final Path JAR = Path.of(System.getProperty("chorale.jar", "target/chorale.jar"));

    private final Process process;
    private final int port;
    private final Path log;
    private final Thread cleanup;

    private ServerProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.cleanup = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(cleanup);
    }

    /** Starts a server and returns when it says that it is ready. */
    public static ServerProcess start(Path data, Map<String, String> variables) {
        ServerProcess server = launch(data, variables, "serve");
        Awaitility.await("the server on port " + server.port)
                .atMost(START)
                .pollInterval(Duration.ofMillis(50))
                .failFast(() -> assertThat(server.process.isAlive())
                        .as(() -> "alive; it printed:\n" + server.output())
                        .isTrue())
                .ignoreExceptions()
                .until(() -> server.get("/ready").statusCode() == 200);
        return server;
    }

    /** Runs the jar with other arguments, or with settings that it should refuse. */
    public static ServerProcess launch(Path data, Map<String, String> variables, String... arguments) {
        String wanted = variables.getOrDefault("PORT", "");
        int port = wanted.matches("\\d{1,5}")
                ? Integer.parseInt(wanted)
                : Ports.free(); // some tests want nonsense refused
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile("chorale-server-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(data.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            Map<String, String> environment = new TreeMap<>(variables);
            environment.putIfAbsent("HOST", "127.0.0.1");
            environment.putIfAbsent("PORT", Integer.toString(port));
            environment.putIfAbsent("DATA_DIR", data.toString());
            builder.environment().clear();
            builder.environment().putAll(environment);
            return new ServerProcess(builder.start(), port, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url() + path))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        Signals.send(process.pid(), "KILL");
        awaitExit();
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() {
        Signals.send(process.pid(), "TERM");
        return awaitExit();
    }

    long pid() {
        return process.pid();
    }

    public void pause() {
        Signals.send(process.pid(), "STOP");
    }

    public void resume() {
        Signals.send(process.pid(), "CONT");
    }

    public int awaitExit() {
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(() -> "ended; it printed:\n" + output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit();
        Runtime.getRuntime().removeShutdownHook(cleanup);
    }
}
