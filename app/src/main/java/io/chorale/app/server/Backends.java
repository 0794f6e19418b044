package io.chorale.app.server;

import io.chorale.app.database.Database;
import io.chorale.app.database.DatabaseUnavailableException;
import io.chorale.app.operations.Metering;
import io.chorale.app.settings.SettingsModule;
import io.chorale.config.RedisTarget;
import io.chorale.config.Settings;
import io.chorale.redis.RedisProbe;
import io.chorale.redis.RedisUnavailableException;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreProvider;
import io.chorale.session.SessionStoreUnavailableException;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterManagerProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What replicas share, chosen by name and reached before anybody is let in. One line in the log for each: what, where,
 * version, latency.
 */
record Backends(Database database, SettingsModule live, SessionStore sessions, ClusterManager cluster) {
    private static final Logger LOG = LoggerFactory.getLogger(Backends.class);
    /** A Redis that starts together with us gets so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static Backends open(Settings settings, Closing closing) {
        Optional<RedisTarget> sessionsAt = settings.redis().target();
        String manager = settings.websocket().manager();
        Optional<RedisTarget> clusterAt = manager.equals("memory")
                ? Optional.empty()
                : settings.websocket().redis().or(() -> sessionsAt);
        String store = sessionsAt.isPresent() ? "redis" : "memory";
        try {
            Database database = closing.last(Database.open(settings.database()));
            LOG.info(
                    "Database: {} at {}",
                    database.describe(),
                    settings.database().jdbcUrl());
            say("Sessions", store, sessionsAt, settings);
            say("Websockets", manager, clusterAt, settings);
            Installation installation = Installation.of(database);
            sessionsAt.ifPresent(target -> installation.claim(settings.redis(), target, PATIENCE));
            clusterAt
                    .filter(target -> !sessionsAt.equals(Optional.of(target)))
                    .ifPresent(target -> installation.claim(settings.redis(), target, PATIENCE));
            SettingsModule live = closing.last(SettingsModule.open(database, settings, Clock.systemUTC()));
            SessionStore sessions = Providers.find(SessionStoreProvider.class, SessionStoreProvider::name, store)
                    .create(settings);
            closing.last(sessions);
            ClusterManager cluster = Providers.find(ClusterManagerProvider.class, ClusterManagerProvider::name, manager)
                    .create(settings);
            closing.last(cluster);
            return new Backends(database, live, sessions, cluster);
        } catch (DatabaseUnavailableException | RedisUnavailableException | SessionStoreUnavailableException e) {
            throw new BackendUnavailableException(e);
        }
    }

    Backends metered(Metering metering) {
        return new Backends(database, live, metering.around(sessions), metering.around(cluster));
    }

    /** Asks before opening, so that a Redis that is away is told in the same words whoever needs it. */
    private static void say(String topic, String name, Optional<RedisTarget> at, Settings settings) {
        if (at.isEmpty()) {
            LOG.info("{}: {}, in this process only", topic, name);
            return;
        }
        LOG.info(
                "{}: {} at {}, prefix {}",
                topic,
                name,
                RedisProbe.ask(settings.redis(), at.get(), PATIENCE),
                settings.redis().keyPrefix());
    }
}
