package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.websocket.cluster.RecoverableSession;
import io.chorale.websocket.cluster.Target;
import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.engineio.EngineSession;
import io.chorale.websocket.engineio.Handshake;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A client in one namespace. Handlers run on the socket's own virtual thread, in order, one at a time; a handler that
 * takes long holds back this client and nobody else. Safe for use by many threads.
 *
 * <p>Events to a socket go through the log of the cluster like all others, so they keep their order with what is sent to
 * its rooms.
 */
public final class Socket {
    private enum State {
        CONNECTING,
        CONNECTED,
        CLOSED
    }

    private final Namespace namespace;
    private final ServerParts server;
    private final ClientConnection connection;
    private final ObjectNode auth;
    private final Mailbox mailbox;
    private final DeliveryGate gate;
    private final SocketAcks acks;
    private final SocketData data;
    private final EventRate rate;
    private final List<SocketMiddleware> middlewares = new CopyOnWriteArrayList<>();
    private final AtomicBoolean unsaved = new AtomicBoolean();
    /** Guarded by this, like {@link #state}. */
    private final Set<String> rooms = new HashSet<>();

    private volatile State state = State.CONNECTING;
    private volatile SocketIdentity identity;
    private volatile boolean admitted;
    private volatile CloseReason closeReason = CloseReason.TRANSPORT_CLOSE;
    private boolean heard; // written by deliveries, read by sweeps; a race costs one small event

    Socket(Namespace namespace, ServerParts server, ClientConnection connection, ObjectNode auth) {
        this.namespace = namespace;
        this.server = server;
        this.connection = connection;
        this.auth = auth;
        SocketIoLimits limits = server.limits();
        this.mailbox = new Mailbox(server.threads(), limits.mailbox(), limits.mailboxBytes());
        this.gate = new DeliveryGate(connection.session(), connection.latest(), server.maxQueue() / 2);
        this.acks = new SocketAcks(server);
        this.data = new SocketData(server.json().mapper(), this::changed);
        this.rate = new EventRate(limits);
        this.identity = SocketIdentity.fresh(server.ids());
        rooms.add(identity.socketId());
    }

    /** The public id; also the name of a room with this one member. */
    public String id() {
        return identity.socketId();
    }

    public Namespace namespace() {
        return namespace;
    }

    /** The request that opened the connection. */
    public Handshake handshake() {
        return connection.session().handshake();
    }

    /** What the client sent to join the namespace; empty when nothing. */
    public ObjectNode auth() {
        return auth;
    }

    public EngineSession.Transport transport() {
        return connection.session().transport();
    }

    public boolean connected() {
        return state == State.CONNECTED;
    }

    /** The client came back with its old session: same id, rooms and data, and what it missed was sent to it. */
    public boolean recovered() {
        return identity.recovered();
    }

    public SocketData data() {
        return data;
    }

    /** A copy of the rooms that the socket is in, its own included; after the end, those that it was in. */
    public synchronized Set<String> rooms() {
        return Set.copyOf(rooms);
    }

    /**
     * Joins rooms, at once.
     *
     * @throws IllegalStateException when that would be more rooms than {@link SocketIoLimits#rooms}; none was joined
     */
    public void join(String... more) {
        if (!joinIfAllowed(Set.of(more))) {
            throw new IllegalStateException("Socket " + id() + " is in " + rooms().size() + " rooms and may not join "
                    + more.length + " more: the limit is " + server.limits().rooms() + " (SocketIoLimits.rooms)");
        }
    }

    synchronized boolean joinIfAllowed(Set<String> more) {
        Set<String> added = new HashSet<>(more);
        added.removeAll(rooms);
        if (rooms.size() + added.size() > server.limits().rooms()) {
            server.metrics().add(SocketIoMetrics.Count.ROOMS_LIMITED);
            return false;
        }
        if (state == State.CLOSED || added.isEmpty()) {
            return true;
        }
        rooms.addAll(added);
        if (state == State.CONNECTED) {
            added.forEach(room -> namespace.index().join(this, room));
            changed();
        }
        return true;
    }

    /** Leaves rooms, at once. */
    public void leave(String... left) {
        leave(Set.of(left));
    }

    synchronized void leave(Set<String> left) {
        if (state != State.CLOSED && rooms.removeAll(left) && state == State.CONNECTED) {
            left.forEach(room -> namespace.index().leave(this, room));
            changed();
        }
    }

    /**
     * Sends an event to this client.
     *
     * @throws IllegalArgumentException when the name is reserved or the arguments cannot be sent
     * @throws io.chorale.websocket.cluster.OutboxFullException when the cluster's backend has been away for too long
     */
    public void emit(String event, @Nullable Object... arguments) {
        alone().emit(event, arguments);
    }

    /**
     * Asks this client, and waits for its answer as long as the server is set to.
     *
     * @return fails with {@link NoAnswerException} when there is no answer in time
     */
    public CompletableFuture<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        return emitWithAck(server.ackTimeout(), event, arguments);
    }

    /** Asks this client, and waits for its answer for the given time. */
    public CompletableFuture<Arguments> emitWithAck(Duration timeout, String event, @Nullable Object... arguments) {
        return alone().timeout(timeout).emitWithAck(event, arguments).thenApply(answers -> {
            if (answers.answers().isEmpty()) {
                throw new NoAnswerException("Socket " + id() + " did not answer \"" + event + "\" within " + timeout);
            }
            return answers.answers().getFirst();
        });
    }

    /** For events that are dropped when the transport cannot take them at once. */
    public Emitter volatileEvents() {
        return alone().local().volatileEvents();
    }

    private Emitter alone() {
        return new Emitter(namespace, server, Target.room(id()));
    }

    /** For events to rooms, without this socket. */
    public Emitter to(String... some) {
        return broadcast().to(some);
    }

    /** The same as {@link #to}. */
    public Emitter in(String... some) {
        return to(some);
    }

    /** For events to all of the namespace but those rooms and this socket. */
    public Emitter except(String... some) {
        return broadcast().except(some);
    }

    /** For events to all of the namespace but this socket. */
    public Emitter broadcast() {
        return new Emitter(namespace, server, Target.EVERYONE).except(id());
    }

    /** Adds a filter for the events of this socket. */
    public void use(SocketMiddleware middleware) {
        middlewares.add(middleware);
    }

    /**
     * Sends the client away. It will not come back by itself.
     *
     * @param close leave all namespaces and close the connection
     */
    public void disconnect(boolean close) {
        if (close) {
            connection.disconnect();
        } else {
            close(CloseReason.SERVER_NAMESPACE_DISCONNECT);
        }
    }

    /** Closes the connection, for all namespaces, like a loss of the network: the client comes back and may resume. */
    public void closeConnection() {
        connection.session().close(CloseReason.FORCED_CLOSE);
    }

    // The rest is for the server.

    Mailbox mailbox() {
        return mailbox;
    }

    DeliveryGate gate() {
        return gate;
    }

    SocketAcks acks() {
        return acks;
    }

    EventRate rate() {
        return rate;
    }

    List<SocketMiddleware> middlewares() {
        return middlewares;
    }

    ClientConnection connection() {
        return connection;
    }

    AtomicBoolean unsaved() {
        return unsaved;
    }

    String recoveryId() {
        return identity.recoveryId();
    }

    RecoverableSession snapshot() {
        return new RecoverableSession(
                recoveryId(), namespace.name(), id(), rooms(), server.json().bytes(data.tree()));
    }

    private void changed() {
        if (state == State.CONNECTED && namespace.recovers()) {
            server.keeper().changed(this);
        }
    }

    /** Becomes somebody else; only before {@link #enter}. */
    synchronized void assume(SocketIdentity other, Set<String> its) {
        identity = other;
        rooms.clear();
        rooms.addAll(its);
        rooms.add(other.socketId());
    }

    /** Takes its place in its rooms. Called between two deliveries. */
    synchronized boolean enter() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CONNECTED;
        admitted = true;
        Socket before = namespace.index().enter(this, rooms);
        if (before != null) {
            before.displace();
        }
        return true;
    }

    /** Takes {@link #enter} back. */
    synchronized boolean withdraw() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CONNECTING;
        admitted = false;
        namespace.index().exit(this, rooms);
        gate.clear();
        return true;
    }

    /** Was let in, though it may be gone by now: its handlers have to hear of what it sent. */
    boolean wasAdmitted() {
        return admitted;
    }

    /** Does not let the client in. */
    void refuse(ConnectRefusedException refusal) {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
        }
        connection.left(this);
        connection.refuse(namespace.name(), refusal);
        finish(closeReason, false);
    }

    /** Leaves the session of a socket that is closed for the client's return, or not. */
    void letGo() {
        if (SocketIdentity.mayResumeAfter(closeReason)) {
            server.keeper().lost(this);
        } else {
            server.keeper().forget(this);
        }
    }

    /** Sends an answer: directly, since only this client waits for it. */
    void answer(EnginePacket packet) {
        gate.offer(packet);
    }

    void offer(EnginePacket packet) {
        heard = true;
        if (!gate.offer(packet)) {
            connection.session().close(CloseReason.SLOW_CONSUMER);
        }
    }

    /** Nothing was offered since this was asked the last time. */
    boolean becomesQuiet() {
        boolean quiet = !heard;
        heard = false;
        return quiet;
    }

    /** Another connection has the session: this one is dead, only nobody has noticed yet. */
    void displace() {
        server.keeper().release(this);
        close(CloseReason.TRANSPORT_CLOSE);
        connection.session().close(CloseReason.TRANSPORT_CLOSE);
    }

    /** Ends the socket now; its handlers hear of it behind the events that came before. Idempotent. */
    void close(CloseReason reason) {
        boolean wasConnected;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            wasConnected = state == State.CONNECTED;
            closeReason = reason;
            state = State.CLOSED;
            if (wasConnected) {
                namespace.index().exit(this, rooms);
            }
        }
        connection.left(this); // before the client hears of it: it may join again at once
        connection.latest().forget(namespace.name());
        gate.close(
                reason == CloseReason.SERVER_NAMESPACE_DISCONNECT
                        ? List.of(PacketEncoder.disconnect(namespace.name()))
                        : List.of());
        acks.clear();
        letGo();
        mailbox.force(() -> finish(reason, wasConnected));
    }

    private void finish(CloseReason reason, boolean wasConnected) {
        namespace.ended(this, reason, wasConnected);
        connection.finished(this);
    }
}
