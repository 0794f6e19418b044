package io.chorale.session.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Tls;
import io.chorale.config.RedisTarget.Topology;
import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisClients;
import io.chorale.session.SessionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens stores on one Redis, each with clients of its own like a replica, and closes them together. */
final class OnRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final RedisSettings SETTINGS = new RedisSettings(
            Optional.empty(),
            "open-webui",
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            true,
            Duration.ofSeconds(1),
            Duration.ofMillis(220),
            2);

    private final RedisTarget target;
    private final List<SessionStore> stores = new CopyOnWriteArrayList<>();

    OnRedis(Topology topology, int... ports) {
        List<HostAndPort> nodes = java.util.Arrays.stream(ports)
                .mapToObj(port -> new HostAndPort("127.0.0.1", port))
                .toList();
        this.target = new RedisTarget(
                topology, nodes, Optional.of("mymaster"), 0, Optional.empty(), Optional.empty(), Tls.OFF);
    }

    SessionStore open(Duration idleTimeout) {
        RedisClients clients = new RedisClients(SETTINGS, "sessions-test");
        SessionStore store = RedisSessionStore.open(
                clients.open(target, PATIENCE),
                Keyspace.of(SETTINGS, target),
                idleTimeout,
                Clock.systemUTC(),
                clients::close);
        stores.add(store);
        return store;
    }

    @Override
    public void close() {
        stores.forEach(SessionStore::close);
    }
}
