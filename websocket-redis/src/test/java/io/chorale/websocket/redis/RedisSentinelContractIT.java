package io.chorale.websocket.redis;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.test.RedisSentinel;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterManagerContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The contract of all cluster managers, on a master behind Sentinel. */
@Timeout(120)
class RedisSentinelContractIT extends ClusterManagerContract {
    private static RedisSentinel redis;
    private final String prefix = "test-" + UUID.randomUUID();

    @BeforeAll
    static void startRedis() {
        redis = RedisSentinel.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Override
    protected ClusterManager newReplica() {
        return Replica.create(Replica.target(Topology.SENTINEL, redis.port()), prefix, Replica.options()).manager;
    }
}
