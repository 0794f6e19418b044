package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the scripts of a directory with the libraries that their {@code package-lock.json} names. */
final class NodeScripts {
    private static final Path OWN = Path.of("src/test/js");
    /** The scenarios of the server, which know nothing of replicas. */
    static final Path SCENARIOS = Path.of("..", "websocket", "src", "test", "js");

    private NodeScripts() {}

    /** Runs one of this module's own. */
    static void run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        run(OWN, script, environment);
    }

    static void run(Path sources, String script, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path installed = Path.of("target", sources.equals(OWN) ? "js" : "js-scenarios");
        install(sources, installed);
        ProcessBuilder node = new ProcessBuilder("node", "--test", "--test-reporter=tap", script);
        node.environment().putAll(environment);
        await(node, installed);
    }

    private static synchronized void install(Path from, Path to) throws IOException, InterruptedException {
        Files.createDirectories(to);
        try (Stream<Path> sources = Files.list(from)) {
            sources.filter(Files::isRegularFile).forEach(source -> copy(source, to));
        }
        if (!Files.isDirectory(to.resolve("node_modules/socket.io-client"))) {
            await(new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"), to);
        }
    }

    private static void copy(Path source, Path to) {
        try {
            Files.copy(source, to.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(ProcessBuilder builder, Path directory) throws IOException, InterruptedException {
        Process process =
                builder.directory(directory.toFile()).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            assertThat(ended && process.exitValue() == 0)
                    .as(String.join(" ", List.copyOf(builder.command())) + "\n" + text)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
