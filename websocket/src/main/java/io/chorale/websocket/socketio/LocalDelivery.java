package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.LocalReplica;
import java.util.List;
import java.util.Set;

/** Receives the log of the cluster for this server. A failure is logged and costs the one event. */
final class LocalDelivery implements LocalReplica {
    private final ServerParts server;
    private final Namespaces namespaces;

    LocalDelivery(ServerParts server, Namespaces namespaces) {
        this.server = server;
        this.namespaces = namespaces;
    }

    @Override
    public void deliver(ClusterEvent event, String offset) {
        Namespace namespace = namespaces.find(event.namespace());
        if (namespace == null) {
            answerForNobody(event);
            return;
        }
        try {
            Fanout.apply(namespace, server, event, offset);
        } catch (RuntimeException e) {
            server.failures().failed("Delivery to namespace " + event.namespace(), e);
        }
    }

    @Override
    public void deliverVolatile(ClusterEvent.Broadcast event, String offset) {
        Namespace namespace = namespaces.find(event.namespace());
        if (namespace != null) {
            try {
                Fanout.emit(namespace, server, event, offset, true);
            } catch (RuntimeException e) {
                server.failures().failed("Volatile delivery to namespace " + event.namespace(), e);
            }
        }
    }

    /** A dynamic namespace that nobody here is in: whoever asked must not wait for us. */
    private void answerForNobody(ClusterEvent event) {
        String me = server.cluster().replicaId();
        switch (event) {
            case ClusterEvent.Broadcast broadcast ->
                broadcast
                        .ask()
                        .ifPresent(ask -> Fanout.reply(server, ask, new ClusterReply.Expect(ask.number(), me, 0)));
            case ClusterEvent.FetchSockets question ->
                Fanout.reply(
                        server,
                        question.ask(),
                        new ClusterReply.Sockets(question.ask().number(), me, List.of()));
            case ClusterEvent.ServerSide side ->
                side.ask().ifPresent(ask -> Fanout.reply(server, ask, new ClusterReply.Expect(ask.number(), me, 0)));
            case ClusterEvent.Join ignored -> {}
            case ClusterEvent.Leave ignored -> {}
            case ClusterEvent.Disconnect ignored -> {}
        }
    }

    @Override
    public boolean isInterested(String name, Set<String> rooms) {
        Namespace namespace = namespaces.find(name);
        return namespace != null && namespace.index().isInterested(rooms);
    }

    @Override
    public void receive(ClusterReply reply) {
        server.questions().receive(reply);
    }

    @Override
    public void displaced(String recoveryId) {
        server.keeper().displaced(recoveryId);
    }

    @Override
    public int sockets() {
        return namespaces.all().stream()
                .mapToInt(namespace -> namespace.index().size())
                .sum();
    }
}
