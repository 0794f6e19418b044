package io.chorale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CorsFilterTest {
    private static final Routes ROUTES =
            rules -> rules.get("/api/x", (request, response) -> response.send("x".getBytes()));

    @Test
    void letsFriendsReadWithCookiesAndNobodyElse() {
        try (HttpTestServer server = HttpTestServer.start(ROUTES)) {
            var friend = server.get("/api/x", "Origin", "https://friend.example");
            assertThat(friend.headers().firstValue("access-control-allow-origin"))
                    .contains("https://friend.example");
            assertThat(friend.headers().firstValue("access-control-allow-credentials"))
                    .contains("true");
            assertThat(friend.headers().firstValue("vary")).contains("Origin");

            var stranger = server.get("/api/x", "Origin", "https://stranger.example");
            assertThat(stranger.headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void answersPreflightsAndTellsStrangersWhatToSet() {
        try (HttpTestServer server = HttpTestServer.start(ROUTES)) {
            var friend = server.send(
                    "OPTIONS",
                    "/api/x",
                    "",
                    "Origin",
                    "https://friend.example",
                    "Access-Control-Request-Method",
                    "DELETE",
                    "Access-Control-Request-Headers",
                    "authorization");
            assertThat(friend.statusCode()).isEqualTo(204);
            assertThat(friend.headers().firstValue("access-control-allow-headers"))
                    .contains("authorization");
            assertThat(friend.headers()
                            .firstValue("access-control-allow-methods")
                            .orElse(""))
                    .contains("DELETE");

            var stranger = server.send(
                    "OPTIONS",
                    "/api/x",
                    "",
                    "Origin",
                    "https://stranger.example",
                    "Access-Control-Request-Method",
                    "GET");
            assertThat(stranger.statusCode()).isEqualTo(403);
            assertThat(stranger.body()).contains("CORS_ALLOW_ORIGIN", "https://stranger.example");
        }
    }

    /** Helidon c0fbde1a08: a wildcard together with credentials hands every site the cookie's rights. */
    @Test
    void neverGivesCookiesToEverybody() {
        try (HttpTestServer server =
                HttpTestServer.start(List.of("*"), StaticFiles.fromClassPath("no-such-folder"), ROUTES)) {
            var anyone = server.get("/api/x", "Origin", "https://stranger.example");
            assertThat(anyone.headers().firstValue("access-control-allow-origin"))
                    .contains("*");
            assertThat(anyone.headers().map()).doesNotContainKey("access-control-allow-credentials");
        }
    }
}
