package io.chorale.session.redis;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreContract;
import io.chorale.test.RedisSentinel;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

class SentinelSessionStoreIT extends SessionStoreContract {
    private static final RedisSentinel SENTINEL = RedisSentinel.start();
    private final OnRedis stores = new OnRedis(Topology.SENTINEL, SENTINEL.port());

    @AfterAll
    static void stopSentinel() {
        SENTINEL.close();
    }

    @Override
    protected SessionStore open(Duration idleTimeout) {
        return stores.open(idleTimeout);
    }

    @AfterEach
    void forgetEverything() {
        stores.close();
        SENTINEL.master().command("FLUSHALL");
    }
}
