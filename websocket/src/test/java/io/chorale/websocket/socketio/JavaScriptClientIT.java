package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference client, unmodified, goes through the scenarios of {@code src/test/js}. */
class JavaScriptClientIT {
    private static final Path SCRIPTS = Path.of("src/test/js");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        if (!Files.isDirectory(SCRIPTS.resolve("node_modules/socket.io-client"))) {
            run(new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void goesThroughAllScenarios(String transport) throws IOException, InterruptedException {
        try (SocketIoFixture fixture = SocketIoFixture.start(FixtureOptions.defaults())) {
            run(node(fixture, transport, "scenarios.test.js"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void resumes(String transport) throws IOException, InterruptedException {
        try (SocketIoFixture fixture =
                SocketIoFixture.start(FixtureOptions.defaults().withRecovery())) {
            run(node(fixture, transport, "recovery.test.js"));
        }
    }

    private static ProcessBuilder node(SocketIoFixture fixture, String transport, String script) {
        ProcessBuilder node = new ProcessBuilder("node", "--test", "--test-reporter=tap", script);
        node.environment().put("FIXTURE_URL", "http://localhost:" + fixture.port());
        node.environment().put("FIXTURE_TRANSPORT", transport);
        return node;
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process =
                builder.directory(SCRIPTS.toFile()).redirectErrorStream(true).start();
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
