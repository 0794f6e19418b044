package io.chorale.app.server;

import io.chorale.app.database.Database;
import io.chorale.app.http.HealthRoutes.Check;
import io.chorale.app.http.HealthRoutes.Problem;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreUnavailableException;
import io.chorale.websocket.cluster.ClusterHealth;
import io.chorale.websocket.cluster.ClusterManager;
import java.util.Optional;

/** What must work before people are sent here. Each check answers within the time-outs of its backend. */
final class Readiness {
    private static final String REDIS = "Redis not ready";
    private static final SessionKey NOBODY = SessionKey.ofToken("readiness");

    private Readiness() {}

    static Check ofDatabase(Database database) {
        return () -> database.problem().map(reason -> new Problem("Database not ready", reason));
    }

    static Check ofSessions(SessionStore store) {
        return () -> {
            try {
                store.load(NOBODY);
                return Optional.empty();
            } catch (SessionStoreUnavailableException e) {
                return Optional.of(new Problem(REDIS, "the session store (" + store.name() + ") does not answer"));
            }
        };
    }

    static Check ofCluster(ClusterManager cluster) {
        return () -> {
            ClusterHealth health = cluster.health();
            return health.hearing()
                    ? Optional.empty()
                    : Optional.of(new Problem(REDIS, "this replica cannot hear the others: " + health.reason()));
        };
    }
}
