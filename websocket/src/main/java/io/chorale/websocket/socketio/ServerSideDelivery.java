package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events of other replicas to the code of the application, on a thread of the namespace. */
final class ServerSideDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSideDelivery.class);

    private ServerSideDelivery() {}

    static void deliver(Namespace namespace, ServerParts server, ClusterEvent.ServerSide event) {
        if (event.fromReplica().equals(server.cluster().replicaId())) {
            return;
        }
        boolean taken =
                namespace.serverSideMailbox().offer(() -> handle(namespace, server, event), event.arguments().length);
        if (!taken) {
            LOG.warn(
                    "Dropped a server-side event of replica {} in namespace {}: its handlers are so slow that their "
                            + "queue is full.",
                    event.fromReplica(),
                    namespace.name());
        }
    }

    private static void handle(Namespace namespace, ServerParts server, ClusterEvent.ServerSide event) {
        try {
            ArrayNode packet = server.json().array(event.arguments());
            Ack ack = event.ask()
                    .map(ask -> Ack.to(answer -> {
                        Json.Encoded encoded = server.json().answer(answer);
                        String me = server.cluster().replicaId();
                        Fanout.reply(
                                server,
                                ask,
                                new ClusterReply.Ack(ask.number(), me, encoded.json(), encoded.attachments()));
                    }))
                    .orElseGet(Ack::unwanted);
            Arguments arguments = Arguments.ofEvent(packet, server.json().mapper());
            namespace.handlers().serverSide(packet.path(0).asText(), arguments, ack);
        } catch (MalformedPacketException e) {
            LOG.warn("Ignored a server-side event of replica {} that is no event", event.fromReplica());
        }
    }
}
