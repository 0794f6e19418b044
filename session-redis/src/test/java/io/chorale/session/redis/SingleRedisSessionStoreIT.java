package io.chorale.session.redis;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreContract;
import io.chorale.test.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

class SingleRedisSessionStoreIT extends SessionStoreContract {
    private static final RedisServer REDIS = RedisServer.start();
    private final OnRedis stores = new OnRedis(Topology.SINGLE, REDIS.port());

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @Override
    protected SessionStore open(Duration idleTimeout) {
        return stores.open(idleTimeout);
    }

    @AfterEach
    void forgetEverything() {
        stores.close();
        REDIS.command("FLUSHALL");
    }
}
