package io.chorale.websocket.cluster;

import java.util.Set;

/** What a {@link ClusterManager} hands to this replica. Implementations never block and never touch a socket. */
public interface LocalReplica {

    /**
     * The next event of the log. Calls come in the order of the log and never overlap.
     *
     * @param offset the position of the event
     */
    void deliver(ClusterEvent event, String offset);

    /**
     * An event of the volatile lane. Never overlaps with {@link #deliver}.
     *
     * @param offset the position of the log at this moment, as {@link ClusterManager#attach} would give it
     */
    void deliverVolatile(ClusterEvent.Broadcast event, String offset);

    /**
     * Is any local socket in one of the rooms (or, when empty, in the namespace)? Asked before an event is decoded.
     * An event that carries an {@link ClusterEvent.Ask}, and every {@link ClusterEvent.ServerSide}, is delivered
     * without asking: each replica answers, if only that it has nobody.
     */
    boolean isInterested(String namespace, Set<String> rooms);

    /** An answer to a question that this replica asked through the log. */
    void receive(ClusterReply reply);

    /** Another replica took over this session ({@link ClusterManager#claim}): its local socket ends now. */
    void displaced(String recoveryId);

    /** Sockets that are connected here now, for {@link ReplicaInfo}. */
    int sockets();
}
