package io.chorale.app.server;

import io.chorale.app.http.HealthRoutes.Check;
import io.chorale.app.http.HealthRoutes.Problem;
import java.util.Optional;

/** Where a server is between start and stop; a readiness check. Safe for many threads. */
final class Lifecycle implements Check {
    private enum State {
        STARTING,
        RUNNING,
        DRAINING
    }

    private volatile State state = State.STARTING;

    void running() {
        state = State.RUNNING;
    }

    void draining() {
        state = State.DRAINING;
    }

    @Override
    public Optional<Problem> problem() {
        return switch (state) {
            case STARTING -> Optional.of(new Problem("Startup not complete", "the server is starting"));
            case DRAINING ->
                Optional.of(new Problem("Shutting down", "the server is draining and takes no new people"));
            case RUNNING -> Optional.empty();
        };
    }
}
