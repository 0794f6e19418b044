package io.chorale.websocket.cluster;

import java.util.Set;

/** What a {@link ClusterManager} hands to this replica. Implementations never block and never touch a socket. */
public interface LocalReplica {

    /**
     * The next event of the log. Calls come in the order of the log and never overlap.
     *
     * @param offset the position of the event, or for a volatile event the position of the last event delivered
     *     before it
     */
    void deliver(ClusterEvent event, String offset);

    /** Is any local socket in one of the rooms (or, when empty, in the namespace)? Asked before an event is decoded. */
    boolean isInterested(String namespace, Set<String> rooms);

    /** An answer to a question that this replica asked through the log. */
    void receive(ClusterReply reply);

    /** Another replica took over this session ({@link ClusterManager#claim}): its local socket ends now. */
    void displaced(String recoveryId);
}
