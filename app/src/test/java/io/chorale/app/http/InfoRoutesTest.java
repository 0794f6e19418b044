package io.chorale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.settings.SettingsSnapshot;
import io.chorale.config.ConfigurationLoader;
import io.chorale.config.Settings;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InfoRoutesTest {
    private final Json json = new Json();
    private final Settings settings = new ConfigurationLoader(
                    Map.of("WEBUI_NAME", "Choir"), Path.of("").toAbsolutePath(), Set.of("memory"), false)
            .load(List.of(), Optional.empty())
            .settings();

    @Test
    void asksForTheFirstAdministratorWhileThereIsNoAccount() throws IOException {
        JsonNode config = config(new Facts(0, Optional.empty()));
        assertThat(config.path("onboarding").asBoolean()).isTrue();
        assertThat(config.path("name").asText()).isEqualTo("Choir");
        assertThat(config.path("version").asText()).isEqualTo("1.2.3");
        assertThat(config.path("oauth").path("providers").isObject()).isTrue();
        assertThat(config.path("features").path("enable_signup").asBoolean()).isTrue();
        assertThat(config.path("features").path("auth").asBoolean()).isTrue();
    }

    @Test
    void tellsStrangersAndThePendingLessThanUsers() throws IOException {
        JsonNode stranger = config(new Facts(2, Optional.empty()));
        assertThat(stranger.has("onboarding")).isFalse();
        assertThat(stranger.path("features").has("enable_channels")).isFalse();
        assertThat(stranger.has("user_count")).isFalse();

        JsonNode pending = config(new Facts(2, Optional.of("pending")));
        assertThat(pending.path("features").path("enable_channels").asBoolean()).isTrue();
        assertThat(pending.has("user_count")).isFalse();

        JsonNode user = config(new Facts(2, Optional.of("user")));
        assertThat(user.path("user_count").asInt()).isEqualTo(2);
    }

    private JsonNode config(AccountFacts facts) throws IOException {
        try (HttpTestServer server =
                HttpTestServer.start(new InfoRoutes(json, settings, SettingsSnapshot::defaults, "1.2.3", facts))) {
            assertThat(server.get("/api/version").body()).isEqualTo("{\"version\":\"1.2.3\"}");
            return json.mapper().readTree(server.get("/api/config").body());
        }
    }

    private record Facts(long userCount, Optional<String> role) implements AccountFacts {
        @Override
        public boolean onboarding() {
            return userCount == 0;
        }

        @Override
        public boolean signUpOpen() {
            return userCount == 0;
        }

        @Override
        public Optional<String> roleOf(ServerRequest request) {
            return role;
        }
    }
}
