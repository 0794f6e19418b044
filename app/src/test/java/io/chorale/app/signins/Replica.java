package io.chorale.app.signins;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.chorale.app.database.Database;
import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Tls;
import io.chorale.config.RedisTarget.Topology;
import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisClients;
import io.chorale.session.SessionEnded;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionListener;
import io.chorale.session.SessionRecord;
import io.chorale.session.redis.RedisSessionStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sessions of one replica: Redis in front of the database, with connections of its own. */
final class Replica implements AutoCloseable {
    static final Duration IDLE = Duration.ofMinutes(30);

    private static final RedisSettings SETTINGS = new RedisSettings(
            Optional.empty(),
            "open-webui",
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            true,
            Duration.ofSeconds(1),
            Duration.ofMillis(220),
            2);

    private final RememberingSessionStore store;
    private final List<SessionKey> ended = new CopyOnWriteArrayList<>();

    Replica(Database database, int redisPort) {
        RedisTarget target = new RedisTarget(
                Topology.SINGLE,
                List.of(new HostAndPort("127.0.0.1", redisPort)),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Tls.OFF);
        RedisClients clients = new RedisClients(SETTINGS, "replica-test");
        RedisSessionStore redis = RedisSessionStore.open(
                clients.open(target, Duration.ofSeconds(15)), Keyspace.of(SETTINGS, target), IDLE, Clock.systemUTC());
        store = new RememberingSessionStore(redis, database, new ObjectMapper(), IDLE, Clock.systemUTC());
        store.addListener(new SessionListener() {
            @Override
            public void ended(SessionEnded session) {
                ended.add(session.key());
            }

            @Override
            public void mayHaveMissed() {}
        });
        closeClients = clients::close;
    }

    private final Runnable closeClients;

    RememberingSessionStore store() {
        return store;
    }

    boolean knows(SessionRecord session) {
        return store.load(session.key()).isPresent();
    }

    /** What was announced here. */
    List<SessionKey> ended() {
        return ended;
    }

    @Override
    public void close() {
        store.close();
        closeClients.run();
    }
}
