package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 3: set-ups that cannot work do not start, and say what was seen, why it matters and what to set. */
class RefusedSettingsIT {
    private static final int EX_CONFIG = 78;

    @TempDir
    Path data;

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("CFG-013", "UVICORN_WORKERS is 4 and REDIS_URL is not set", "UVICORN_WORKERS", "4"),
                refused("CFG-014", "neither WEBSOCKET_REDIS_URL nor REDIS_URL is set", "WEBSOCKET_MANAGER", "redis"),
                refused("CFG-015", "one of: memory, redis", "WEBSOCKET_MANAGER", "kafka"),
                refused("CFG-011", "REDIS_URL is 'http://redis'", "REDIS_URL", "http://redis"),
                refused("CFG-002", "PORT is '80a'", "PORT", "80a"),
                refused("CFG-003", "SHUTDOWN_TIMEOUT is 'soon'", "SHUTDOWN_TIMEOUT", "soon"),
                refused("CFG-016", "write it like https://chat.example", "CORS_ALLOW_ORIGIN", "chat.example"),
                refused("CFG-017", "* lets every site in", "CORS_ALLOW_ORIGIN", "*;https://chat.example"),
                refused(
                        "CFG-018",
                        "ENABLE_WEBSOCKET_SUPPORT",
                        "ENABLE_WEBSOCKET_SUPPORT",
                        "false",
                        "WEBSOCKET_STRICT_TRANSPORTS",
                        "true"),
                refused("CFG-007", "did you mean WEBSOCKET_MANAGER?", "WEBSOCKET_MANGER", "redis"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refused")
    void doesNotStartAndSaysWhatToDo(String code, String text, Map<String, String> variables) {
        try (ServerProcess server = ServerProcess.launch(data, variables, "serve")) {
            assertThat(server.awaitExit()).isEqualTo(EX_CONFIG);
            assertThat(server.output())
                    .startsWith("Chorale does not start: a setting is wrong.")
                    .contains(code + ": ", text, "Why it matters: ", "What to do: ")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void tellsEverythingThatIsWrongAtOnce() {
        Map<String, String> variables = Map.of("PORT", "80a", "UVICORN_WORKERS", "2", "CORS_ALLOW_ORIGIN", "here");
        try (ServerProcess server = ServerProcess.launch(data, variables, "serve")) {
            assertThat(server.awaitExit()).isEqualTo(EX_CONFIG);
            assertThat(server.output()).contains("3 settings are wrong", "CFG-002", "CFG-013", "CFG-016");
        }
    }

    @Test
    void namesTheFileThatIsMissing() {
        try (ServerProcess server = ServerProcess.launch(data, Map.of(), "serve", "--config", "nowhere.yaml")) {
            assertThat(server.awaitExit()).isEqualTo(EX_CONFIG);
            assertThat(server.output()).contains("CFG-008", "nowhere.yaml");
        }
    }

    private static Arguments refused(String code, String text, String... pairs) {
        Map<String, String> variables = new HashMap<>();
        List<String> list = List.of(pairs);
        for (int i = 0; i < list.size(); i += 2) {
            variables.put(list.get(i), list.get(i + 1));
        }
        return Arguments.of(code, text, variables);
    }
}
