package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EngineListener;
import io.chorale.websocket.engineio.EngineSession;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client with its sockets, one in each namespace that it joined. Reads what the client sends, on the reader of its
 * session; its sockets may be closed by any thread.
 */
final class ClientConnection implements EngineListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private static final long GRACE_MILLIS = 500;

    private final EngineSession session;
    private final ServerParts server;
    private final Namespaces namespaces;
    private final NamespaceAdmission admission;
    private final PacketDecoder decoder;
    private final Map<String, Socket> sockets = new ConcurrentHashMap<>(2);
    private final Consumer<ClientConnection> whenClosed;
    private final Future<?> connectTimeout;
    private volatile @Nullable AttachmentCollector collecting;
    private volatile boolean over;

    ClientConnection(
            EngineSession session,
            ServerParts server,
            Namespaces namespaces,
            PacketDecoder decoder,
            Consumer<ClientConnection> whenClosed) {
        this.whenClosed = whenClosed;
        this.session = session;
        this.server = server;
        this.namespaces = namespaces;
        this.decoder = decoder;
        this.admission = new NamespaceAdmission(server);
        this.connectTimeout = server.timer()
                .schedule(this::joinedNothing, server.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    EngineSession session() {
        return session;
    }

    private void joinedNothing() {
        server.metrics().add(Count.CONNECT_TIMEOUT);
        session.close(CloseReason.FORCED_SERVER_CLOSE);
    }

    /** The client is in a namespace. */
    void joined() {
        connectTimeout.cancel(false);
    }

    void left(Socket socket) {
        sockets.remove(socket.namespace().name(), socket);
    }

    /**
     * Sends the client away from all namespaces and closes the connection, a moment later: the reference client that
     * finds both in one polling answer handles the end of the transport first, and would come back by itself.
     */
    void disconnect() {
        List.copyOf(sockets.values()).forEach(socket -> socket.close(CloseReason.SERVER_NAMESPACE_DISCONNECT));
        over = true;
        Future<?> unused = server.timer()
                .schedule(() -> session.close(CloseReason.FORCED_SERVER_CLOSE), GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onText(byte[] utf8, int offset, int length) {
        if (over) {
            return;
        }
        try {
            if (collecting != null) {
                throw new MalformedPacketException("a text while attachments are due");
            }
            Packet packet = decoder.decode(utf8, offset, length);
            if (packet.attachments() == 0) {
                dispatch(packet, length);
            } else if (sockets.containsKey(packet.namespace())) {
                collect(packet, length);
            } else {
                invalid("a packet for a namespace that the client is not in");
            }
        } catch (MalformedPacketException e) {
            malformed(e);
        }
    }

    @Override
    public void onBinary(byte[] data) {
        AttachmentCollector collector = collecting;
        if (over) {
            return;
        }
        try {
            if (collector == null) {
                throw new MalformedPacketException("a binary message while none is due");
            }
            Packet packet = collector.add(data);
            if (packet != null) {
                collecting = null;
                dispatch(packet, collector.bytes());
            }
        } catch (MalformedPacketException e) {
            malformed(e);
        }
    }

    private void collect(Packet packet, long size) {
        AttachmentCollector collector =
                new AttachmentCollector(packet, size, server.limits().maxPayload());
        collecting = collector;
        Future<?> unused = server.timer()
                .schedule(
                        () -> {
                            if (collecting == collector) {
                                server.metrics().add(Count.ATTACHMENT_TIMEOUT);
                                session.close(CloseReason.PARSE_ERROR);
                            }
                        },
                        server.limits().attachmentTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void dispatch(Packet packet, long size) {
        if (packet instanceof Packet.Connect connect) {
            connect(connect.namespace(), connect.auth());
            return;
        }
        Socket socket = sockets.get(packet.namespace());
        if (socket == null) {
            invalid("a packet for a namespace that the client is not in");
            return;
        }
        switch (packet) {
            case Packet.Disconnect ignored -> socket.close(CloseReason.CLIENT_NAMESPACE_DISCONNECT);
            case Packet.Event event -> receive(socket, event, size);
            case Packet.Ack ack ->
                socket.acks()
                        .answered(ack.ackId(), ack.arguments())
                        .ifPresent(answer -> Fanout.reply(server, answer.replicaId(), answer.reply()));
            case Packet.Connect ignored -> throw new IllegalStateException("handled above");
        }
    }

    private void connect(String name, ObjectNode auth) {
        if (sockets.containsKey(name)) {
            invalid("a connect to a namespace that the client is in");
            return;
        }
        if (sockets.size() >= server.limits().namespaces()) {
            server.metrics().add(Count.NAMESPACES_LIMITED);
            refuse(name, new ConnectRefusedException("Too many namespaces"));
            return;
        }
        Namespace namespace = namespaces.acquire(name);
        if (namespace == null) {
            refuse(name, new ConnectRefusedException("Invalid namespace"));
            return;
        }
        Socket socket = new Socket(namespace, server, this, auth);
        sockets.put(name, socket);
        socket.mailbox().force(() -> admission.admit(socket));
    }

    /** Answers a client that may not join. */
    void refuse(String name, ConnectRefusedException refusal) {
        ObjectNode answer = server.json().emptyObject().put("message", refusal.getMessage());
        if (refusal.data() != null) {
            answer.set("data", server.json().mapper().valueToTree(refusal.data()));
        }
        session.send(PacketEncoder.connectError(name, server.json().bytes(answer)));
    }

    private void receive(Socket socket, Packet.Event event, long size) {
        long pause = socket.rate().take();
        if (pause > 0) {
            server.metrics().add(Count.RATE_LIMITED);
            LockSupport.parkNanos(pause);
        }
        Arguments arguments = Arguments.ofEvent(event.arguments(), server.json().mapper());
        Ack ack = event.ackId() == Packet.NO_ACK
                ? Ack.unwanted()
                : Ack.to(answer -> answer(socket, event.ackId(), answer));
        Runnable task = () -> {
            if (socket.wasAdmitted()) {
                socket.namespace().handlers().event(socket, event.name(), arguments, ack);
            }
        };
        if (!socket.mailbox().offer(task, size)) {
            server.metrics().add(Count.MAILBOX_FULL);
            socket.mailbox().put(task, size, session::isOpen);
        }
    }

    private void answer(Socket socket, long id, @Nullable Object... arguments) {
        socket.answer(PacketEncoder.answer(
                socket.namespace().name(), id, server.json().answer(arguments)));
    }

    private void malformed(MalformedPacketException e) {
        over = true;
        collecting = null;
        server.metrics().add(Count.MALFORMED);
        LOG.debug("Closing a connection of {}: {}", session.handshake().address(), e.getMessage());
        session.close(CloseReason.PARSE_ERROR);
    }

    private void invalid(String what) {
        over = true;
        collecting = null;
        server.metrics().add(Count.INVALID_STATE);
        LOG.debug("Closing a connection of {}: {}", session.handshake().address(), what);
        session.close(CloseReason.FORCED_SERVER_CLOSE);
    }

    @Override
    public void onClose(CloseReason reason) {
        over = true;
        collecting = null;
        connectTimeout.cancel(false);
        List.copyOf(sockets.values()).forEach(socket -> socket.close(reason));
        whenClosed.accept(this);
    }
}
