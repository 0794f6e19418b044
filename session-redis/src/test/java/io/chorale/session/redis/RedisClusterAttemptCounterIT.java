package io.chorale.session.redis;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.session.AttemptCounter;
import io.chorale.session.AttemptCounterContract;
import io.chorale.session.SessionStore;
import io.chorale.test.RedisCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;

class RedisClusterAttemptCounterIT extends AttemptCounterContract {
    private static final RedisCluster CLUSTER = RedisCluster.start();
    private static final OnRedis STORES =
            new OnRedis(Topology.CLUSTER, CLUSTER.masters().getFirst().port());
    private static final SessionStore STORE = STORES.open(Duration.ofMinutes(30));

    @AfterAll
    static void stopCluster() {
        STORES.close();
        CLUSTER.close();
    }

    @Override
    protected AttemptCounter counter() {
        return STORE.attempts();
    }
}
