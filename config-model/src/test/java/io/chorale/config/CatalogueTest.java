package io.chorale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue, the pages made from it and the records agree. */
class CatalogueTest {
    private static final Path DOCS = Path.of("..", "docs");

    /** For each variable that has an effect, a value that differs from its default. */
    private static final Map<String, String> OTHER = Map.ofEntries(
            Map.entry("ENV", "dev"),
            Map.entry("WEBSOCKET_LOG_ENTRIES", "3333"),
            Map.entry("WEBSOCKET_LOG_AGE", "333"),
            Map.entry("WEBSOCKET_MANAGER", "redis"),
            Map.entry("WEBUI_URL", "https://other.example"),
            Map.entry("REDIS_URL", "redis://other:1234/3"),
            Map.entry("WEBSOCKET_REDIS_URL", "redis://other:1234/4"),
            Map.entry("DATABASE_URL", "postgresql://other/db"),
            Map.entry("CORS_ALLOW_ORIGIN", "https://other.example"),
            Map.entry("WEBUI_AUTH_COOKIE_SAME_SITE", "strict"),
            Map.entry("DEFAULT_USER_ROLE", "user"),
            Map.entry("GLOBAL_LOG_LEVEL", "debug"),
            Map.entry("LOG_FORMAT", "json"));

    /** What else must be set for a variable to count. */
    private static Map<String, String> company(String name) {
        return switch (name) {
            case "UVICORN_WORKERS", "WEBSOCKET_MANAGER", "REDIS_CLUSTER" -> Map.of("REDIS_URL", "redis://r:1/0");
            case "WEBSOCKET_REPLICA_BEAT" -> Map.of("WEBSOCKET_REPLICA_DEAF_AFTER", "99");
            case "REDIS_SENTINEL_PORT" -> Map.of("REDIS_SENTINEL_HOSTS", "s");
            case "WEBSOCKET_SENTINEL_PORT" -> Map.of("WEBSOCKET_SENTINEL_HOSTS", "s");
            case "WEBSOCKET_REDIS_CLUSTER" -> Map.of("WEBSOCKET_REDIS_URL", "redis://r:1/0");
            case "WEBUI_AUTH_TRUSTED_NAME_HEADER", "WEBUI_AUTH_TRUSTED_ROLE_HEADER" ->
                Map.of("WEBUI_AUTH_TRUSTED_EMAIL_HEADER", "X-Email");
            case "WEBUI_ADMIN_EMAIL", "WEBUI_ADMIN_PASSWORD" ->
                Map.of(
                        "WEBUI_ADMIN_EMAIL", "a@b.example",
                        "WEBUI_ADMIN_PASSWORD", "p");
            case "DATABASE_TYPE",
                    "DATABASE_USER",
                    "DATABASE_PASSWORD",
                    "DATABASE_HOST",
                    "DATABASE_PORT",
                    "DATABASE_NAME" ->
                Map.of(
                        "DATABASE_TYPE", "postgresql",
                        "DATABASE_USER", "u",
                        "DATABASE_PASSWORD", "p",
                        "DATABASE_HOST", "h",
                        "DATABASE_NAME", "n");
            default -> Map.of();
        };
    }

    static List<Variable> effective() {
        return Catalogue.all().stream()
                .filter(variable -> !variable.inert() && !variable.name().equals("DATABASE_TYPE"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("effective")
    void everyVariableReachesTheSettings(Variable variable) {
        Map<String, String> with = new TreeMap<>(company(variable.name()));
        Settings before = load(with);
        with.put(variable.name(), other(variable));
        assertThat(load(with)).isNotEqualTo(before);
    }

    private static String other(Variable variable) {
        String known = OTHER.get(variable.name());
        if (known != null) {
            return known;
        }
        return switch (variable.type()) {
            case BOOLEAN -> variable.standard().equals("true") ? "false" : "true";
            case NUMBER -> "33";
            case SECONDS, MILLISECONDS -> "33";
            case LIFETIME -> "33h";
            case BYTES -> "333KB";
            default -> "/other";
        };
    }

    private static Settings load(Map<String, String> environment) {
        List<String> flat = new ArrayList<>();
        environment.forEach((name, value) -> {
            flat.add(name);
            flat.add(value);
        });
        return Loading.with(flat.toArray(String[]::new)).settings();
    }

    @Test
    void namesAndKeysAreUnique() {
        assertThat(Catalogue.all()).extracting(Variable::name).doesNotHaveDuplicates();
        assertThat(Catalogue.all()).extracting(Variable::key).doesNotHaveDuplicates();
    }

    @Test
    void allConstantsAreListed() {
        long constants = Arrays.stream(Catalogue.class.getDeclaredFields())
                .filter(field -> field.getType() == Variable.class)
                .count();
        assertThat(Catalogue.all()).hasSize((int) constants);
    }

    @Test
    void referencePageIsUpToDate() throws IOException {
        assertThat(DOCS.resolve("configuration.md"))
                .as("run: ./chorale config --reference > docs/configuration.md")
                .hasContent(ReferencePage.markdown());
    }

    @Test
    void sampleFileIsUpToDate() throws IOException {
        assertThat(DOCS.resolve("chorale.sample.yaml"))
                .as("run: ./chorale config --sample > docs/chorale.sample.yaml")
                .hasContent(ReferencePage.sampleYaml());
    }

    @Test
    void sampleFileSaysTheDefaults(@TempDir Path directory) throws IOException {
        Path sample = Files.writeString(directory.resolve("sample.yaml"), ReferencePage.sampleYaml());
        assertThat(Loading.with().loadFile(sample).settings())
                .isEqualTo(Loading.with().settings());
    }

    @Test
    void everyCodeHasItsHeading() throws IOException {
        String page = Files.readString(DOCS.resolve("errors.md"));
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(page).contains("\n## " + code.text() + "\n");
        }
    }
}
