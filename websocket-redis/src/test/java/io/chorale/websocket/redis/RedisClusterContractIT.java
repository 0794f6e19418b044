package io.chorale.websocket.redis;

import io.chorale.config.RedisTarget.Topology;
import io.chorale.test.RedisCluster;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterManagerContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The contract of all cluster managers, on a cluster of three masters. */
@Timeout(120)
class RedisClusterContractIT extends ClusterManagerContract {
    private static RedisCluster redis;
    private final String prefix = "test-" + UUID.randomUUID();

    @BeforeAll
    static void startRedis() {
        redis = RedisCluster.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Override
    protected ClusterManager newReplica() {
        return Replica.create(
                        Replica.target(
                                Topology.CLUSTER, redis.masters().getFirst().port()),
                        prefix,
                        Replica.options())
                .manager;
    }
}
