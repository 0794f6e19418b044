package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterEvent.Ask;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.Target;
import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.engineio.Handshake;
import io.chorale.websocket.socketio.Json.Encoded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does to the sockets of this replica what an event of the log says. Called between two deliveries, by one thread at a
 * time; nothing blocks, and no code of the application runs here.
 */
final class Fanout {
    private static final Set<String> SECRET_HEADERS = Set.of("cookie", "authorization", "proxy-authorization");

    private Fanout() {}

    static void apply(Namespace namespace, ServerParts server, ClusterEvent event, String offset) {
        switch (event) {
            case ClusterEvent.Broadcast broadcast -> emit(namespace, server, broadcast, offset, false);
            case ClusterEvent.Join join ->
                moved(namespace, join.target(), offset, socket -> socket.joinIfAllowed(join.rooms()));
            case ClusterEvent.Leave leave ->
                moved(namespace, leave.target(), offset, socket -> socket.leave(leave.rooms()));
            case ClusterEvent.Disconnect away ->
                List.copyOf(namespace.index().select(away.target()))
                        .forEach(socket -> socket.disconnect(away.closeConnection()));
            case ClusterEvent.FetchSockets question ->
                reply(server, question.ask(), describe(namespace, server, question));
            case ClusterEvent.ServerSide event1 -> ServerSideDelivery.deliver(namespace, server, event1);
        }
    }

    /** Tells the clients the position, too: one that resumes from an earlier one may not be in the right rooms. */
    private static void moved(Namespace namespace, Target target, String offset, Consumer<Socket> move) {
        List<Socket> sockets = List.copyOf(namespace.index().select(target));
        sockets.forEach(move);
        if (namespace.recovers() && !sockets.isEmpty()) {
            EnginePacket primer = PacketEncoder.primer(namespace.name(), offset);
            sockets.forEach(socket -> socket.offer(primer));
        }
    }

    static void emit(
            Namespace namespace, ServerParts server, ClusterEvent.Broadcast event, String offset, boolean droppable) {
        Collection<Socket> members = namespace.index().select(event.target());
        if (event.ask().isPresent()) {
            ask(namespace, server, event, members, event.ask().get());
        } else if (!members.isEmpty()) {
            EnginePacket packet = packet(namespace, event, offset);
            int delivered = 0;
            for (Socket socket : members) {
                delivered += offer(socket, packet, droppable, event.coalescingKey()) ? 1 : 0;
            }
            server.metrics().add(SocketIoMetrics.Count.DELIVERED, delivered);
            server.metrics().add(SocketIoMetrics.Count.VOLATILE_DROPPED, members.size() - delivered);
        }
    }

    private static boolean offer(Socket socket, EnginePacket packet, boolean droppable, String key) {
        if (!droppable) {
            socket.offer(packet);
            return true;
        }
        return key.isEmpty()
                ? socket.gate().offerVolatile(packet)
                : socket.gate().offerLatest(socket.namespace().name(), key, packet);
    }

    static EnginePacket packet(Namespace namespace, ClusterEvent.Broadcast event, String offset) {
        Encoded encoded = new Encoded(event.arguments(), event.attachments());
        @Nullable String appended = namespace.recovers() ? offset : null;
        return PacketEncoder.event(namespace.name(), Packet.NO_ACK, encoded, appended);
    }

    private static void ask(
            Namespace namespace,
            ServerParts server,
            ClusterEvent.Broadcast event,
            Collection<Socket> members,
            Ask ask) {
        long id = namespace.nextAckId();
        List<Socket> asked = new ArrayList<>();
        for (Socket socket : members) {
            if (socket.acks().expect(id, ask)) {
                asked.add(socket);
            }
        }
        reply(
                server,
                ask,
                new ClusterReply.Expect(ask.number(), server.cluster().replicaId(), asked.size()));
        if (!asked.isEmpty()) {
            Encoded encoded = new Encoded(event.arguments(), event.attachments());
            EnginePacket packet = PacketEncoder.event(namespace.name(), id, encoded, null);
            asked.forEach(socket -> socket.offer(packet));
            Future<?> unused = server.timer()
                    .schedule(
                            () -> asked.forEach(socket -> socket.acks().forget(id)),
                            ask.timeout().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    private static ClusterReply describe(Namespace namespace, ServerParts server, ClusterEvent.FetchSockets question) {
        List<ClusterReply.SocketInfo> infos = new ArrayList<>();
        for (Socket socket : namespace.index().select(question.target())) {
            infos.add(new ClusterReply.SocketInfo(
                    socket.id(),
                    socket.rooms(),
                    server.json().bytes(socket.data().tree()),
                    server.json().bytes(describe(server, socket.handshake()))));
        }
        return new ClusterReply.Sockets(
                question.ask().number(), server.cluster().replicaId(), infos);
    }

    private static ObjectNode describe(ServerParts server, Handshake handshake) {
        ObjectNode node = server.json().emptyObject();
        node.put("address", handshake.address());
        node.put("secure", handshake.secure());
        node.put("xdomain", handshake.crossDomain());
        node.put("issued", handshake.issued().toEpochMilli());
        ObjectNode headers = node.putObject("headers");
        handshake.headers().forEach((name, values) -> {
            if (!SECRET_HEADERS.contains(name)) {
                headers.put(name, String.join(", ", values));
            }
        });
        return node;
    }

    static void reply(ServerParts server, Ask ask, ClusterReply reply) {
        reply(server, ask.replicaId(), reply);
    }

    static void reply(ServerParts server, String replicaId, ClusterReply reply) {
        if (replicaId.equals(server.cluster().replicaId())) {
            server.questions().receive(reply);
        } else {
            server.cluster().reply(replicaId, reply);
        }
    }
}
