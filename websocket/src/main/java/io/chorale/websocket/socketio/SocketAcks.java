package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.chorale.websocket.cluster.ClusterEvent.Ask;
import io.chorale.websocket.cluster.ClusterReply;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one client was asked and has not answered. Bounded; safe for use by many threads. */
final class SocketAcks {
    private final ServerParts server;
    private final Map<Long, Ask> pending = new ConcurrentHashMap<>(1);

    SocketAcks(ServerParts server) {
        this.server = server;
    }

    int size() {
        return pending.size();
    }

    /** @return false when the client owes too many answers already */
    boolean expect(long id, Ask ask) {
        if (pending.size() >= server.limits().pendingAcks()) {
            server.metrics().add(SocketIoMetrics.Count.ACKS_LIMITED);
            return false;
        }
        pending.put(id, ask);
        return true;
    }

    void forget(long id) {
        pending.remove(id);
    }

    void clear() {
        pending.clear();
    }

    /** The answer of the client, to be sent to whoever asked; empty when nobody did, or not any more. */
    Optional<Answer> answered(long id, ArrayNode arguments) {
        @Nullable Ask ask = pending.remove(id);
        if (ask == null) {
            return Optional.empty();
        }
        Json.Encoded encoded = server.json()
                .answer(Arguments.ofAnswer(arguments, server.json().mapper()).toArray());
        return Optional.of(new Answer(
                ask.replicaId(),
                new ClusterReply.Ack(
                        ask.number(), server.cluster().replicaId(), encoded.json(), encoded.attachments())));
    }

    record Answer(String replicaId, ClusterReply reply) {}
}
