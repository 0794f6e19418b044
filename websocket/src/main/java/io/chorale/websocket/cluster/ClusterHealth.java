package io.chorale.websocket.cluster;

/**
 * Can this replica hear its peers?
 *
 * @param hearing both lanes came back to this replica within the configured time
 * @param reason why not, in a sentence without secrets; empty when all is well
 * @param outboxBytes bytes waiting for the backend
 */
public record ClusterHealth(boolean hearing, String reason, long outboxBytes) {
    public static final ClusterHealth FINE = new ClusterHealth(true, "", 0);
}
