package io.chorale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.app.http.HealthRoutes.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthRoutesTest {
    private volatile Optional<Problem> database = Optional.empty();
    private volatile Optional<Problem> redis = Optional.empty();

    @Test
    void saysReadyOnlyWhenEverythingWorksAndElseNamesEveryReason() {
        Routes health = new HealthRoutes(new Json(), () -> database, List.of(() -> redis));
        try (HttpTestServer server = HttpTestServer.start(health)) {
            assertThat(server.get("/ready").body()).isEqualTo("{\"status\":true}");

            redis = Optional.of(new Problem("Redis not ready", "cannot hear"));
            database = Optional.of(new Problem("Database not ready", "no answer"));
            var broken = server.get("/ready");
            assertThat(broken.statusCode()).isEqualTo(503);
            assertThat(broken.body())
                    .contains("\"detail\":\"Redis not ready\"", "\"reasons\":[\"cannot hear\",\"no answer\"]");
            assertThat(broken.headers().firstValue("cache-control")).contains("no-store");

            assertThat(server.get("/health").body()).isEqualTo("{\"status\":true}");
            assertThat(server.get("/health/db").statusCode()).isEqualTo(500);

            redis = Optional.empty();
            database = Optional.empty();
            assertThat(server.get("/ready").statusCode()).isEqualTo(200);
            assertThat(server.get("/health/db").body()).isEqualTo("{\"status\":true}");
        }
    }
}
