package io.chorale.app.settings;

import io.chorale.app.database.Database;
import io.chorale.config.RedisTarget;
import io.chorale.config.Settings;
import io.chorale.redis.ConfigMirror;
import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisClients;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Live settings of one replica, put together and kept up to date until it is closed. Safe for use by many threads. */
public final class SettingsModule implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LiveSettings settings;
    private final SettingsSync sync;
    private final Optional<RedisClients> clients;
    private final String replica = UUID.randomUUID().toString();

    private SettingsModule(Database database, Settings start, Optional<RedisClients> clients, Clock clock) {
        this.clients = clients;
        InstallationSecret secret = InstallationSecret.open(database, start.auth(), clock);
        Optional<ConfigMirror> mirror = clients.map(open -> mirror(open, start));
        mirror.ifPresent(redis -> secret.compareWith(redis.fingerprint(secret.fingerprint(), secret.replaced())));
        settings = new LiveSettings(database, secret.secret(), clock);
        settings.applyStart(new StartValues(start.live()));
        sync = new SettingsSync(settings, mirror, replica, secret.fingerprint());
        sync.start();
    }

    /**
     * @throws RefusedStartException when this replica cannot be one of this installation
     * @throws io.chorale.redis.RedisUnavailableException when Redis cannot be reached
     */
    public static SettingsModule open(Database database, Settings start, Clock clock) {
        Optional<RedisClients> clients =
                start.redis().target().map(target -> new RedisClients(start.redis(), "chorale-settings"));
        try {
            return new SettingsModule(database, start, clients, clock);
        } catch (RuntimeException e) {
            clients.ifPresent(RedisClients::close);
            throw e;
        }
    }

    private static ConfigMirror mirror(RedisClients clients, Settings start) {
        RedisTarget target = start.redis().target().orElseThrow();
        return new ConfigMirror(clients.open(target, PATIENCE), Keyspace.of(start.redis(), target));
    }

    public LiveSettings settings() {
        return settings;
    }

    /** Which revision each replica has applied, as last heard over Redis; this one alone without Redis. */
    public Map<String, Long> replicas() {
        Map<String, Long> heard = new java.util.TreeMap<>(sync.replicas());
        heard.put(replica, settings.current().revision());
        return heard;
    }

    /** Has Redis the newest revision? True without Redis. */
    public boolean isMirrored() {
        return sync.isMirrored();
    }

    /** Names of settings whose saved value cannot be used. */
    public List<String> unreadable() {
        return List.copyOf(settings.current().unreadable().keySet());
    }

    @Override
    public void close() {
        sync.close();
        clients.ifPresent(RedisClients::close);
    }
}
