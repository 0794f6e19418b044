package io.chorale.websocket.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the log carries. Immutable; arrays inside are never written to. */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is needed
public sealed interface ClusterEvent {

    String namespace();

    /**
     * An event for clients.
     *
     * @param arguments the Socket.IO argument list as JSON text in UTF-8, {@code ["event",1]}
     * @param attachments binary attachments that placeholders in {@code arguments} refer to, at most 10
     * @param ask where answers go; such an event is delivered but never replayed
     * @param coalescingKey volatile lane only: a client whose transport is busy gets the newest event of this key later;
     *     empty: such a client does not get the event
     */
    record Broadcast(
            String namespace,
            Target target,
            byte[] arguments,
            List<byte[]> attachments,
            Optional<Ask> ask,
            String coalescingKey)
            implements ClusterEvent {
        public Broadcast {
            attachments = List.copyOf(attachments);
        }

        public Broadcast(
                String namespace, Target target, byte[] arguments, List<byte[]> attachments, Optional<Ask> ask) {
            this(namespace, target, arguments, attachments, ask, "");
        }
    }

    /** The sockets of the target join more rooms. */
    record Join(String namespace, Target target, Set<String> rooms) implements ClusterEvent {
        public Join {
            rooms = Set.copyOf(rooms);
        }
    }

    /** The sockets of the target leave rooms. */
    record Leave(String namespace, Target target, Set<String> rooms) implements ClusterEvent {
        public Leave {
            rooms = Set.copyOf(rooms);
        }
    }

    /**
     * The sockets of the target are disconnected.
     *
     * @param closeConnection leave all namespaces and end the connection, too; either way clients do not come back by
     *     themselves
     */
    record Disconnect(String namespace, Target target, boolean closeConnection) implements ClusterEvent {}

    /** Who is there? Each replica answers once with {@link ClusterReply.Sockets}. */
    record FetchSockets(String namespace, Target target, Ask ask) implements ClusterEvent {}

    /**
     * An event for the application code of the other replicas (serverSideEmit); the one it comes from ignores it.
     */
    record ServerSide(String namespace, String fromReplica, byte[] arguments, Optional<Ask> ask)
            implements ClusterEvent {}

    /**
     * Where answers go.
     *
     * @param replicaId who asked
     * @param number the question, unique on that replica
     * @param timeout how long that replica waits; who is asked forgets the question by then
     */
    record Ask(String replicaId, long number, Duration timeout) {}
}
