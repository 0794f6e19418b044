package io.chorale.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Probes. {@code /health}: the process answers. {@code /health/db}: the database does. {@code /ready}: send people here;
 * 503 with every reason while starting, draining, or deaf. Safe for many threads.
 */
public final class HealthRoutes implements Routes {
    private static final Map<String, Boolean> FINE = Map.of("status", true);

    private final Json json;
    private final Check database;
    private final List<Check> readiness;

    /** @param readiness checks besides the database, most telling first */
    public HealthRoutes(Json json, Check database, List<Check> readiness) {
        this.json = json;
        this.database = database;
        this.readiness = List.copyOf(readiness);
    }

    /** One thing that must work. Answers within its own time limit. */
    @FunctionalInterface
    public interface Check {
        /** Empty when fine. No secrets: everybody can read it. */
        Optional<Problem> problem();
    }

    /**
     * @param detail short and stable: {@code Database not ready}
     * @param reason what is wrong now
     */
    public record Problem(String detail, String reason) {}

    @Override
    public void register(HttpRules rules) {
        rules.get("/health", (_, response) -> json.send(response, FINE));
        rules.get("/health/db", (_, response) -> answer(response, Status.INTERNAL_SERVER_ERROR_500, List.of(database)));
        rules.get("/ready", (_, response) -> {
            List<Check> all = new ArrayList<>(readiness);
            all.add(database);
            answer(response, Status.SERVICE_UNAVAILABLE_503, all);
        });
    }

    private void answer(ServerResponse response, Status failure, List<Check> checks) {
        List<Problem> problems =
                checks.stream().flatMap(check -> check.problem().stream()).toList();
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        if (problems.isEmpty()) {
            json.send(response, FINE);
        } else {
            json.send(
                    response,
                    failure,
                    Map.of(
                            "detail",
                            problems.getFirst().detail(),
                            "reasons",
                            problems.stream().map(Problem::reason).toList()));
        }
    }
}
