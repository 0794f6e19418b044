package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** python-socketio's client as Debian packages it, unmodified. */
class PythonClientIT {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PACKAGES = "python3-socketio python3-aiohttp";

    private record Ended(int code, String output) {}

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        if (run(PYTHON, "-c", "import socketio, aiohttp").code() != 0) {
            Ended installed =
                    run("sh", "-c", "apt-get update && apt-get install -y --no-install-recommends " + PACKAGES);
            assertThat(installed.code())
                    .as("python-socketio is missing. Install it: apt-get install " + PACKAGES + "\n"
                            + installed.output())
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling,websocket"})
    void goesThroughAllScenarios(String transports) throws IOException, InterruptedException {
        try (SocketIoFixture fixture = SocketIoFixture.start(FixtureOptions.defaults())) {
            Ended ended = run(PYTHON, "src/test/python/scenarios.py", "http://localhost:" + fixture.port(), transports);
            assertThat(ended.output()).contains("\npassed\n");
            assertThat(ended.code()).isZero();
        }
    }

    private static Ended run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            return new Ended(ended ? process.exitValue() : -1, text);
        } finally {
            process.destroyForcibly();
        }
    }
}
