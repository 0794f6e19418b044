package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.websocket.cluster.ClusterUnavailableException;
import io.chorale.websocket.cluster.RecoverableSession;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.RoomFilter;
import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a socket into its namespace, on its own thread. Either it resumes, with all that it missed, or it is a new
 * one that the middlewares have to let in. What was delivered in between waits in its gate, so that the client hears of
 * nothing before it is answered, and nothing is lost or doubled where replay and live delivery meet.
 */
final class NamespaceAdmission {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceAdmission.class);

    /** A client that missed more, in full queues, starts over. */
    private static final long MOST_QUEUES_MISSED = 4;

    /** Until a busy transport is looked at again. */
    private static final long BUSY_NANOS = 5_000_000;

    private final ServerParts server;

    NamespaceAdmission(ServerParts server) {
        this.server = server;
    }

    void admit(Socket socket) {
        Namespace namespace = socket.namespace();
        try {
            if (!resume(socket)) {
                namespace.handlers().askMiddlewares(socket);
                enterAnew(socket);
            }
        } catch (ConnectRefusedException e) {
            socket.refuse(e);
            return;
        }
        if (socket.wasAdmitted()) {
            namespace.handlers().connected(socket);
        }
    }

    private void enterAnew(Socket socket) {
        String offset = enter(socket);
        if (offset != null) {
            List<EnginePacket> first = new ArrayList<>(2);
            first.add(accepted(socket));
            if (socket.namespace().recovers()) {
                first.add(PacketEncoder.primer(socket.namespace().name(), offset));
            }
            open(socket, first);
        }
    }

    /** @return false when the socket has to be a new one */
    private boolean resume(Socket socket) {
        ObjectNode auth = socket.auth();
        JsonNode recoveryId = auth.path("pid");
        JsonNode offset = auth.path("offset");
        if (!socket.namespace().recovers() || !recoveryId.isTextual()) {
            return false;
        }
        boolean resumed = offset.isTextual()
                && claim(socket.namespace(), recoveryId.textValue())
                        .map(session -> resume(socket, session, offset.textValue()))
                        .orElse(false);
        server.metrics().add(resumed ? Count.RECOVERED : Count.RECOVERY_REFUSED);
        return resumed;
    }

    private Optional<RecoverableSession> claim(Namespace namespace, String recoveryId) {
        try {
            return server.cluster()
                    .claim(recoveryId)
                    .filter(session -> session.namespace().equals(namespace.name()));
        } catch (ClusterUnavailableException e) {
            LOG.warn("A client cannot resume: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean resume(Socket socket, RecoverableSession session, String from) {
        socket.assume(new SocketIdentity(session.socketId(), session.recoveryId(), true), session.rooms());
        socket.data().restore(server.json().tree(session.data()));
        if (server.recovery().runMiddlewares()) {
            socket.namespace().handlers().askMiddlewares(socket);
        }
        String to = enter(socket);
        if (to == null) {
            return true; // gone again
        }
        switch (replay(session, from, to)) {
            case Replay.Complete missed -> {
                List<EnginePacket> first = new ArrayList<>(missed.entries().size() + 1);
                first.add(accepted(socket));
                missed.entries()
                        .forEach(entry -> first.add(Fanout.packet(socket.namespace(), entry.event(), entry.offset())));
                if (bytes(first) > MOST_QUEUES_MISSED * server.maxQueue()) {
                    LOG.debug("A client of namespace {} missed too much to resume", session.namespace());
                    return !startOver(socket, session);
                }
                open(socket, first);
                return true;
            }
            case Replay.Gap gap -> {
                LOG.debug("A client of namespace {} cannot resume: {}", session.namespace(), gap.reason());
                return !startOver(socket, session);
            }
        }
    }

    private static long bytes(List<EnginePacket> packets) {
        return packets.stream()
                .mapToLong(packet -> packet.webSocketFrames().length)
                .sum();
    }

    private Replay replay(RecoverableSession session, String from, String to) {
        try {
            return server.cluster().replay(session.namespace(), new RoomFilter(withOwn(session)), from, to);
        } catch (ClusterUnavailableException e) {
            return new Replay.Gap(String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> withOwn(RecoverableSession session) {
        Set<String> rooms = new HashSet<>(session.rooms());
        rooms.add(session.socketId());
        return rooms;
    }

    /** @return false when the client is gone */
    private boolean startOver(Socket socket, RecoverableSession session) {
        server.cluster().forget(session.recoveryId());
        if (!socket.withdraw()) {
            return false;
        }
        SocketIdentity fresh = SocketIdentity.fresh(server.ids());
        socket.assume(fresh, Set.of());
        socket.data().restore(server.json().emptyObject());
        return true;
    }

    private @Nullable String enter(Socket socket) {
        String[] position = new String[1];
        server.cluster().attach(offset -> {
            if (socket.enter()) {
                position[0] = offset;
            }
        });
        return position[0];
    }

    private void open(Socket socket, List<EnginePacket> first) {
        socket.connection().joined();
        if (socket.namespace().recovers()) {
            server.keeper().keep(socket);
            if (!socket.connected()) { // closed just now, when there was nothing to let go of
                socket.letGo();
            }
        }
        socket.gate().open(replayed(socket, first));
    }

    /**
     * Sends what does not fit into the client's queue in pieces that do, as fast as the client takes them: all at once
     * would close it as too slow, again and again. A client that takes nothing is given up by its heartbeat.
     *
     * @return the rest, which fits
     */
    private List<EnginePacket> replayed(Socket socket, List<EnginePacket> first) {
        long pieceBytes = server.maxQueue() / 4;
        List<EnginePacket> rest = first;
        while (bytes(rest) > pieceBytes && rest.size() > 1) {
            int count = 1;
            while (bytes(rest.subList(0, count + 1)) <= pieceBytes) {
                count++;
            }
            List<EnginePacket> piece = rest.subList(0, count);
            while (!socket.gate().replay(piece) && socket.connection().session().isOpen()) {
                LockSupport.parkNanos(BUSY_NANOS);
            }
            rest = rest.subList(count, rest.size());
        }
        return rest;
    }

    private EnginePacket accepted(Socket socket) {
        ObjectNode answer = server.json().emptyObject().put("sid", socket.id());
        if (socket.namespace().recovers()) {
            answer.put("pid", socket.recoveryId());
        }
        return PacketEncoder.connect(socket.namespace().name(), server.json().bytes(answer));
    }
}
