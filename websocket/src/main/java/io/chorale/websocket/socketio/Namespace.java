package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.Target;
import io.chorale.websocket.engineio.CloseReason;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A room of its own on a shared connection: own handlers, own rooms, own ids. Handlers are added before the server
 * starts, or, to a dynamic namespace, while it is made. Safe for use by many threads.
 */
public final class Namespace {
    /** Server-side events that wait for their handlers; more are dropped, as a replica that is down would. */
    private static final int SERVER_SIDE_MAILBOX = 1_000;

    private final String name;
    private final ServerParts server;
    private final Namespaces registry;
    private final Handlers handlers;
    private final RoomIndex index;
    private final Mailbox serverSide;
    private final AtomicLong ackIds = new AtomicLong();
    private volatile boolean recovery = true;

    Namespace(String name, ServerParts server, Namespaces registry) {
        this.name = name;
        this.server = server;
        this.registry = registry;
        this.handlers = new Handlers(name, server);
        this.index = new RoomIndex(name, server.cluster());
        this.serverSide = new Mailbox(
                server.threads(), SERVER_SIDE_MAILBOX, server.limits().mailboxBytes());
    }

    public String name() {
        return name;
    }

    /** Adds a gate for clients that want to join; they run in the order in which they were added. */
    public Namespace use(Middleware middleware) {
        handlers.use(middleware);
        return this;
    }

    /** Called for each socket that joined, after the client was told and before its first event. */
    public Namespace onConnect(Consumer<Socket> handler) {
        handlers.onConnect(handler);
        return this;
    }

    public Namespace onDisconnect(DisconnectHandler handler) {
        handlers.onDisconnect(handler);
        return this;
    }

    /** @throws IllegalArgumentException when the name is reserved */
    public Namespace on(String event, EventHandler handler) {
        handlers.on(event, handler);
        return this;
    }

    /**
     * For events of one argument. An event whose argument is missing or does not fit is dropped and counted ({@link
     * SocketIoMetrics.Count#BAD_ARGUMENTS}).
     */
    public <T> Namespace on(String event, Class<T> type, TypedEventHandler<T> handler) {
        handlers.on(event, (socket, arguments, ack) -> handler.handle(socket, arguments.get(0, type), ack));
        return this;
    }

    public Namespace onAny(AnyEventHandler handler) {
        handlers.onAny(handler);
        return this;
    }

    public Namespace onServerSide(String event, ServerSideHandler handler) {
        handlers.onServerSide(event, handler);
        return this;
    }

    /**
     * Switches connection state recovery off for this namespace, for clients that choke on the additional argument. On
     * when the server has it on.
     */
    public Namespace recovery(boolean enabled) {
        recovery = enabled;
        return this;
    }

    /** For events to the union of the rooms; each socket gets them once. */
    public Emitter to(String... rooms) {
        return everyone().to(rooms);
    }

    /** The same as {@link #to}. */
    public Emitter in(String... rooms) {
        return to(rooms);
    }

    public Emitter except(String... rooms) {
        return everyone().except(rooms);
    }

    /** For events to the sockets of this replica alone. */
    public Emitter local() {
        return everyone().local();
    }

    public Emitter volatileEvents() {
        return everyone().volatileEvents();
    }

    public Emitter timeout(Duration timeout) {
        return everyone().timeout(timeout);
    }

    /** Sends an event to all sockets; see {@link Emitter#emit}. */
    public void emit(String event, @Nullable Object... arguments) {
        everyone().emit(event, arguments);
    }

    public CompletableFuture<Acks> emitWithAck(String event, @Nullable Object... arguments) {
        return everyone().emitWithAck(event, arguments);
    }

    public CompletableFuture<List<RemoteSocket>> fetchSockets() {
        return everyone().fetchSockets();
    }

    public void socketsJoin(String... rooms) {
        everyone().socketsJoin(rooms);
    }

    public void socketsLeave(String... rooms) {
        everyone().socketsLeave(rooms);
    }

    public void disconnectSockets(boolean close) {
        everyone().disconnectSockets(close);
    }

    /** Sends an event to the application on the other replicas ({@link #onServerSide}). */
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        server.cluster()
                .append(new ClusterEvent.ServerSide(
                        name, server.cluster().replicaId(), serverSideJson(event, arguments), Optional.empty()));
    }

    /** Asks the application on the other replicas, and waits for their answers for the given time. */
    public CompletableFuture<Acks> serverSideEmitWithAck(
            Duration timeout, String event, @Nullable Object... arguments) {
        byte[] json = serverSideJson(event, arguments);
        Set<String> others = server.questions().everybody();
        others.remove(server.cluster().replicaId());
        return server.questions()
                .askEachOnce(
                        others,
                        timeout,
                        ask -> server.cluster()
                                .append(new ClusterEvent.ServerSide(
                                        name, server.cluster().replicaId(), json, Optional.of(ask))))
                .thenApply(this::acks);
    }

    private byte[] serverSideJson(String event, @Nullable Object... arguments) {
        Json.Encoded encoded = server.json().event(event, arguments);
        if (!encoded.attachments().isEmpty()) {
            throw new IllegalArgumentException(
                    "\"" + event + "\" holds byte arrays; server-side events carry JSON alone. Send them as text.");
        }
        return encoded.json();
    }

    /** The sockets of this replica. */
    public Collection<Socket> localSockets() {
        return List.copyOf(index.members());
    }

    private Emitter everyone() {
        return new Emitter(this, server, Target.EVERYONE);
    }

    // The rest is for the server.

    Handlers handlers() {
        return handlers;
    }

    RoomIndex index() {
        return index;
    }

    Mailbox serverSideMailbox() {
        return serverSide;
    }

    boolean recovers() {
        return recovery && server.recovery().enabled();
    }

    long nextAckId() {
        return ackIds.getAndIncrement();
    }

    Acks acks(Question.Outcome outcome) {
        List<Arguments> answers = outcome.replies().stream()
                .filter(ClusterReply.Ack.class::isInstance)
                .map(ClusterReply.Ack.class::cast)
                .flatMap(ack -> server.json().answered(ack.arguments(), ack.attachments()).stream())
                .toList();
        return new Acks(answers, outcome.complete());
    }

    void ended(Socket socket, CloseReason reason, boolean wasConnected) {
        if (wasConnected) {
            handlers.disconnected(socket, reason);
        }
        registry.release(this);
    }
}
