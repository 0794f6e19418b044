package io.chorale.websocket.redis;

import io.chorale.config.RedisTarget;
import io.chorale.config.Settings;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterManagerProvider;
import java.security.SecureRandom;
import java.util.HexFormat;

/** {@code WEBSOCKET_MANAGER=redis}. */
public final class RedisClusterManagerProvider implements ClusterManagerProvider {
    private static final int ID_BYTES = 8;

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public ClusterManager create(Settings settings) {
        String address = settings.server().host() + ":" + settings.server().port();
        return new RedisClusterManager(
                newReplicaId(), address, settings.redis(), target(settings), ManagerOptions.of(settings.websocket()));
    }

    static RedisTarget target(Settings settings) {
        return settings.websocket()
                .redis()
                .or(() -> settings.redis().target())
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "WEBSOCKET_MANAGER is redis, but no Redis is named: the replicas could not reach each other."
                                        + " Set WEBSOCKET_REDIS_URL or REDIS_URL, for example to redis://redis-valkey:6379/1."));
    }

    private static String newReplicaId() {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
