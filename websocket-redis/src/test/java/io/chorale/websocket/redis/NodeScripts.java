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

/** Runs the scripts of {@code src/test/js} with the libraries that their {@code package-lock.json} names. */
final class NodeScripts {
    private static final Path SOURCES = Path.of("src/test/js");
    private static final Path INSTALLED = Path.of("target/js");

    private NodeScripts() {}

    static void run(String script, Map<String, String> environment) throws IOException, InterruptedException {
        install();
        ProcessBuilder node = new ProcessBuilder("node", "--test", "--test-reporter=tap", script);
        node.environment().putAll(environment);
        await(node);
    }

    private static synchronized void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        try (Stream<Path> sources = Files.list(SOURCES)) {
            sources.filter(Files::isRegularFile).forEach(NodeScripts::copy);
        }
        if (!Files.isDirectory(INSTALLED.resolve("node_modules/socket.io-client"))) {
            await(new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"));
        }
    }

    private static void copy(Path source) {
        try {
            Files.copy(source, INSTALLED.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process =
                builder.directory(INSTALLED.toFile()).redirectErrorStream(true).start();
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
