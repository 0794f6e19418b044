package io.chorale.session.redis;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreContract;
import io.chorale.test.RedisCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

class RedisClusterSessionStoreIT extends SessionStoreContract {
    private static final RedisCluster CLUSTER = RedisCluster.start();
    private final OnRedis stores =
            new OnRedis(Topology.CLUSTER, CLUSTER.masters().getFirst().port());

    @AfterAll
    static void stopCluster() {
        CLUSTER.close();
    }

    @Override
    protected SessionStore open(Duration idleTimeout) {
        return stores.open(idleTimeout);
    }

    @AfterEach
    void forgetEverything() {
        stores.close();
        CLUSTER.masters().forEach(master -> master.command("FLUSHALL"));
    }
}
