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
import java.util.concurrent.atomic.AtomicInteger;
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
    private final LatestPackets latest;
    private final Map<String, Socket> sockets = new ConcurrentHashMap<>(2);
    private final Consumer<ClientConnection> whenClosed;
    private final Future<?> connectTimeout;
    private final EventRate connects;
    /** Sockets whose end was not handled yet: a client must not pile up slow middlewares by joining and leaving. */
    private final AtomicInteger unfinished = new AtomicInteger();

    private volatile @Nullable AttachmentCollector collecting;
    private @Nullable Future<?> attachmentTimeout;
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
        this.latest = new LatestPackets(session, server.timer(), server.metrics());
        this.connects = new EventRate(server.limits());
        this.connectTimeout = server.timer()
                .schedule(this::joinedNothing, server.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
    }

    EngineSession session() {
        return session;
    }

    LatestPackets latest() {
        return latest;
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

    /** All handlers of the socket are done. */
    void finished(Socket socket) {
        unfinished.decrementAndGet();
    }

    /**
     * Sends the client away from all namespaces and closes the connection, a moment later: the reference client that
     * finds both in one polling answer handles the end of the transport first, and would come back by itself.
     */
    void disconnect() {
        over = true; // first: a connect that comes now is not answered any more
        List.copyOf(sockets.values()).forEach(socket -> socket.close(CloseReason.SERVER_NAMESPACE_DISCONNECT));
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
                stopCollecting();
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
        attachmentTimeout = server.timer()
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

    /** The timer goes, too: it would hold what was collected. */
    private void stopCollecting() {
        collecting = null;
        Future<?> timeout = attachmentTimeout;
        if (timeout != null) {
            timeout.cancel(false);
            attachmentTimeout = null;
        }
    }

    private void dispatch(Packet packet, long size) throws MalformedPacketException {
        if (packet instanceof Packet.Connect connect) {
            if (size > server.limits().connectBytes()) {
                throw new MalformedPacketException(Count.CONNECT_TOO_LARGE, "a connect of " + size + " bytes");
            }
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
        if (holdsBack(connects)) {
            return;
        }
        int most = server.limits().namespaces();
        if (sockets.size() >= most || unfinished.get() >= 2 * most) {
            server.metrics().add(Count.NAMESPACES_LIMITED);
            refuse(name, new ConnectRefusedException("Too many namespaces"));
            return;
        }
        Namespace namespace = namespace(name);
        if (namespace == null) {
            return;
        }
        Socket socket = new Socket(namespace, server, this, auth);
        unfinished.incrementAndGet();
        sockets.put(name, socket);
        socket.mailbox().force(() -> admission.admit(socket));
    }

    private @Nullable Namespace namespace(String name) {
        try {
            Namespace namespace = namespaces.acquire(name);
            if (namespace == null) {
                refuse(name, new ConnectRefusedException("Invalid namespace"));
            }
            return namespace;
        } catch (RuntimeException e) {
            server.failures().failed("The set-up of a dynamic namespace", e);
            refuse(name, new ConnectRefusedException("Internal error"));
            return null;
        }
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
        if (holdsBack(socket.rate())) {
            return;
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

    /** Reads on only when the rate allows. @return true when there is nothing more to read, ever */
    private boolean holdsBack(EventRate rate) {
        long pause = rate.take();
        if (pause == 0) {
            return false;
        }
        server.metrics().add(Count.RATE_LIMITED);
        if (rate.isOverloaded()) {
            end(Count.OVERLOADED, CloseReason.FORCED_SERVER_CLOSE, "more events than allowed, all the time");
            return true;
        }
        LockSupport.parkNanos(pause);
        return false;
    }

    private void answer(Socket socket, long id, @Nullable Object... arguments) {
        socket.answer(PacketEncoder.answer(
                socket.namespace().name(), id, server.json().answer(arguments)));
    }

    private void malformed(MalformedPacketException e) {
        end(e.count(), CloseReason.PARSE_ERROR, String.valueOf(e.getMessage()));
    }

    private void invalid(String what) {
        end(Count.INVALID_STATE, CloseReason.FORCED_SERVER_CLOSE, what);
    }

    private void end(Count count, CloseReason reason, String why) {
        over = true;
        stopCollecting();
        server.metrics().add(count);
        LOG.debug("Closing a connection of {}: {}", session.handshake().address(), why);
        session.close(reason);
    }

    @Override
    public void onClose(CloseReason reason) {
        over = true;
        stopCollecting();
        connectTimeout.cancel(false);
        List.copyOf(sockets.values()).forEach(socket -> socket.close(reason));
        whenClosed.accept(this);
    }
}
