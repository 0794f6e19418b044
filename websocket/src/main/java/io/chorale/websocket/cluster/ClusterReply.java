package io.chorale.websocket.cluster;

import java.util.List;
import java.util.Set;

/** An answer to an {@link ClusterEvent.Ask}, sent straight to the replica that asked. */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is needed
public sealed interface ClusterReply {
    /** {@link ClusterEvent.Ask#number} of the question. */
    long number();

    String fromReplica();

    /** So many local clients got the question and will answer one {@link Ack} each. */
    record Expect(long number, String fromReplica, int clients) implements ClusterReply {}

    /** One client's answer: the JSON argument list in UTF-8, with attachments. */
    record Ack(long number, String fromReplica, byte[] arguments, List<byte[]> attachments) implements ClusterReply {
        public Ack {
            attachments = List.copyOf(attachments);
        }
    }

    record Sockets(long number, String fromReplica, List<SocketInfo> sockets) implements ClusterReply {
        public Sockets {
            sockets = List.copyOf(sockets);
        }
    }

    /**
     * A socket of another replica.
     *
     * @param handshake without headers that hold credentials, as a JSON object in UTF-8
     */
    record SocketInfo(String id, Set<String> rooms, byte[] data, byte[] handshake) {
        public SocketInfo {
            rooms = Set.copyOf(rooms);
        }
    }
}
