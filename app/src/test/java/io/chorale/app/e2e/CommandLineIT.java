package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the jar says and how it ends, as a script or an operator sees it. */
class CommandLineIT {
    @TempDir
    Path data;

    @Test
    void endsWithZeroWhenItIsAskedToStop() {
        try (ServerProcess server = ServerProcess.start(data, Map.of())) {
            assertThat(server.output()).contains("Chorale is ready: " + server.url());
            assertThat(server.terminate()).isZero();
            assertThat(server.output()).contains("Draining", "Stopped");
        }
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerProcess server =
                        ServerProcess.launch(data, Map.of("PORT", Integer.toString(taken.getLocalPort())), "serve")) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.output())
                    .contains("Cannot listen on port " + taken.getLocalPort(), "What to do: ")
                    .doesNotContain("is ready", "\tat ");
        }
    }

    @Test
    void saysWhichRedisIsAwayAndEndsWithUnavailable() {
        String away = "redis://user:tellnobody@127.0.0.1:" + Ports.free() + "/0";
        Map<String, String> variables = Map.of("WEBSOCKET_MANAGER", "redis", "WEBSOCKET_REDIS_URL", away);
        try (ServerProcess server = ServerProcess.launch(data, variables, "serve")) {
            assertThat(server.awaitExit()).isEqualTo(69);
            assertThat(server.output()).contains("127.0.0.1:").doesNotContain("tellnobody", "is ready", "\tat ");
        }
    }

    @Test
    void printsWhereEverySettingComesFromAndNoSecret() throws IOException {
        Files.writeString(data.resolve("chorale.yaml"), "server:\n  name: Choir\n");
        Map<String, String> variables =
                Map.of("WEBUI_SECRET_KEY", "tellnobody", "REDIS_URL", "redis://user:tellnobody@redis:6379/0");
        try (ServerProcess server =
                ServerProcess.launch(data, variables, "config", "--port", "8123", "--set", "logging.level=DEBUG")) {
            assertThat(server.awaitExit()).isZero();
            assertThat(server.output())
                    .doesNotContain("tellnobody")
                    .containsPattern("WEBUI_NAME +Choir +chorale.yaml:2")
                    .containsPattern("PORT +8123 +--set")
                    .containsPattern("WEBUI_SECRET_KEY +\\*+ +variable WEBUI_SECRET_KEY")
                    .containsPattern("REDIS_KEY_PREFIX +open-webui +default");
        }
    }

    @Test
    void saysWhatItCanDoWhenAskedForNothing() {
        try (ServerProcess server = ServerProcess.launch(data, Map.of(), "help")) {
            assertThat(server.awaitExit()).isZero();
            assertThat(server.output()).contains("serve", "config", "version");
        }
        try (ServerProcess server = ServerProcess.launch(data, Map.of(), "srve")) {
            assertThat(server.awaitExit()).isEqualTo(64);
            assertThat(server.output()).contains("srve", "serve");
        }
    }

    @Test
    void writesOneJsonObjectPerLineWhenAsked() {
        try (ServerProcess server = ServerProcess.start(data, Map.of("LOG_FORMAT", "json"))) {
            assertThat(server.terminate()).isZero();
            assertThat(server.output().lines().filter(line -> line.contains("Draining")))
                    .singleElement()
                    .asString()
                    .startsWith("{\"time\":\"")
                    .endsWith("}");
        }
    }
}
