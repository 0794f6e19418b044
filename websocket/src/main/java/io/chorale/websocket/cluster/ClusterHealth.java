package io.chorale.websocket.cluster;

import java.time.Duration;

/**
 * Can this replica hear its peers? As of the last heartbeat, except for the outbox.
 *
 * @param hearing both lanes came back to this replica within the configured time
 * @param reason why not, in a sentence without secrets; empty when all is well
 * @param outboxBytes bytes waiting for the backend
 * @param behind events of the log that were not read yet; very large for a moment when the log begins anew
 * @param roundTrip of the last heartbeat that the backend answered; zero in memory
 */
public record ClusterHealth(boolean hearing, String reason, long outboxBytes, long behind, Duration roundTrip) {
    public static final ClusterHealth FINE = new ClusterHealth(true, "", 0, 0, Duration.ZERO);
}
