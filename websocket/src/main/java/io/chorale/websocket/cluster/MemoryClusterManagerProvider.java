package io.chorale.websocket.cluster;

import io.chorale.config.Settings;
import java.time.Duration;

/** {@code WEBSOCKET_MANAGER=memory}: one replica, which needs nothing else. */
public final class MemoryClusterManagerProvider implements ClusterManagerProvider {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public ClusterManager create(Settings settings) {
        boolean recovery = settings.websocket().recovery();
        return MemoryCluster.create(recovery ? settings.websocket().recoveryWindow() : Duration.ZERO)
                .replica();
    }
}
