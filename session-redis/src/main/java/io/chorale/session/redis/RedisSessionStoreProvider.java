package io.chorale.session.redis;

import io.chorale.config.RedisTarget;
import io.chorale.config.Settings;
import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisClients;
import io.chorale.redis.RedisUnavailableException;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreProvider;
import io.chorale.session.SessionStoreUnavailableException;
import java.time.Clock;
import java.time.Duration;

/** {@code redis}: on the Redis of the application state (REDIS_URL), with a connection of its own. */
public final class RedisSessionStoreProvider implements SessionStoreProvider {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "redis";
    }

    /** @throws IllegalArgumentException without REDIS_URL */
    @Override
    public SessionStore create(Settings settings) {
        RedisTarget target = settings.redis()
                .target()
                .orElseThrow(() -> new IllegalArgumentException("Sessions shall be kept in Redis, but no Redis is"
                        + " configured: replicas would not know each other's sign-ins. Set REDIS_URL."));
        RedisClients clients = new RedisClients(settings.redis(), "chorale-sessions");
        try {
            return RedisSessionStore.open(
                    clients.open(target, PATIENCE),
                    Keyspace.of(settings.redis(), target),
                    settings.session().idleTimeout(),
                    Clock.systemUTC(),
                    clients::close);
        } catch (RedisUnavailableException e) {
            clients.close();
            throw new SessionStoreUnavailableException("" + e.getMessage(), e);
        }
    }
}
