package io.chorale.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis process on a loopback port, that can be stopped, killed, frozen and started again on its data. Not safe
 * for use by several threads at once.
 */
public final class RedisServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final RedisBinary binary;
    private final int port;
    private final Path directory;
    private final List<String> options;
    private final Thread cleanup = new Thread(this::destroy);
    private @Nullable Process process;

    private RedisServer(RedisBinary binary, int port, List<String> options) {
        this.binary = binary;
        this.port = port;
        this.options = options;
        try {
            this.directory = Files.createTempDirectory("chorale-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(cleanup);
    }

    /** Without persistence: a restart comes back empty. */
    public static RedisServer start(String... options) {
        return start(RedisBinary.embedded(), options);
    }

    public static RedisServer start(RedisBinary binary, String... options) {
        return startOn(Ports.free(), binary, Arrays.asList(options));
    }

    /** With an append-only file that is written at every command: a restart loses nothing. */
    public static RedisServer startPersistent(String... options) {
        List<String> all = new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "always"));
        all.addAll(Arrays.asList(options));
        return startOn(Ports.free(), RedisBinary.embedded(), all);
    }

    static RedisServer startSentinel() {
        RedisServer server = new RedisServer(RedisBinary.embedded(), Ports.free(), List.of());
        Path configuration = server.directory.resolve("sentinel.conf");
        try {
            Files.writeString(
                    configuration, "port " + server.port + "\nbind 127.0.0.1\ndir " + server.directory + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.run(List.of(server.binary.path().toString(), configuration.toString(), "--sentinel"));
        return server;
    }

    static RedisServer startOn(int port, RedisBinary binary, List<String> options) {
        RedisServer server = new RedisServer(binary, port, List.copyOf(options));
        server.startAgain();
        return server;
    }

    /** Starts the process again after {@link #stop} or {@link #kill}, on the same port, directory and options. */
    public void startAgain() {
        List<String> command = new ArrayList<>(List.of(
                binary.path().toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                "",
                "--loglevel",
                "warning"));
        command.addAll(options);
        run(command);
    }

    private void run(List<String> command) {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await("Redis on port " + port)
                .atMost(START)
                .pollInterval(Duration.ofMillis(10))
                .failFast(this::failWhenEnded)
                .ignoreExceptions()
                .until(() -> "PONG".equals(command("PING")));
    }

    public int port() {
        return port;
    }

    public String url() {
        return url(0);
    }

    public String url(int database) {
        return "redis://127.0.0.1:" + port + "/" + database;
    }

    /**
     * Sends one command on a connection of its own.
     *
     * @return a String, Long, List or null
     * @throws RedisReplyException when Redis answers with an error
     */
    public @Nullable Object command(String... arguments) {
        try (RespConnection connection = RespConnection.open(port)) {
            return connection.command(arguments);
        }
    }

    /** Every key of every database, database 0 first. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        try (RespConnection connection = RespConnection.open(port)) {
            for (int database = 0; database < 16; database++) {
                connection.command("SELECT", Integer.toString(database));
                if (connection.command("KEYS", "*") instanceof List<?> found) {
                    found.forEach(key -> keys.add(String.valueOf(key)));
                }
            }
        }
        return keys;
    }

    /** An orderly end (SIGTERM). */
    public void stop() {
        running().destroy();
        awaitEnd();
    }

    /** {@code kill -9}. */
    public void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    /** The process stands still with its connections open (SIGSTOP), until {@link #resume}. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        destroy();
        awaitEnd();
        deleteDirectory();
        try {
            Runtime.getRuntime().removeShutdownHook(cleanup);
        } catch (IllegalStateException alreadyShuttingDown) {
            return;
        }
    }

    private void destroy() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly();
        }
    }

    private void failWhenEnded() {
        if (!running().isAlive()) {
            throw new IllegalStateException("Redis on port " + port + " ended: " + readLog());
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("Redis was not started");
        }
        return process;
    }

    private void awaitEnd() {
        try {
            if (!running().waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Redis on port " + port + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void deleteDirectory() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String name) {
        Signals.send(running().pid(), name);
    }

    private Path log() {
        return directory.resolve("server.log");
    }

    private String readLog() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return "no log: " + e;
        }
    }
}
