package io.chorale.websocket.cluster;

import io.chorale.config.Settings;

/** Makes a {@link ClusterManager} of one kind; found by {@link java.util.ServiceLoader}. */
public interface ClusterManagerProvider {

    /** As in the setting {@code WEBSOCKET_MANAGER}, in lower case. */
    String name();

    /** Creates the manager; it connects in {@link ClusterManager#start}. */
    ClusterManager create(Settings settings);
}
