package io.chorale.websocket.redis;

import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterManagerContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The contract of all cluster managers, on a single server. */
@Timeout(120)
class RedisSingleContractIT extends ClusterManagerContract {
    private static RedisServer redis;
    private final String prefix = "test-" + UUID.randomUUID();

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Override
    protected ClusterManager newReplica() {
        return Replica.create(Replica.single(redis.port()), prefix, Replica.options()).manager;
    }
}
