package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterEvent.Ask;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A choice of sockets of a namespace, on all replicas, and what can be done with them. Immutable: each method that
 * narrows the choice returns another one. Safe for use by many threads.
 */
public final class Emitter {
    private final Namespace namespace;
    private final ServerParts server;
    private final Target target;
    private final boolean local;
    private final boolean droppable;
    private final String coalescingKey;
    private final Duration timeout;

    Emitter(Namespace namespace, ServerParts server, Target target) {
        this(namespace, server, target, false, false, "", server.ackTimeout());
    }

    private Emitter(
            Namespace namespace,
            ServerParts server,
            Target target,
            boolean local,
            boolean droppable,
            String coalescingKey,
            Duration timeout) {
        this.namespace = namespace;
        this.server = server;
        this.target = target;
        this.local = local;
        this.droppable = droppable;
        this.coalescingKey = coalescingKey;
        this.timeout = timeout;
    }

    /** Adds rooms: the choice is their union, each socket once. */
    public Emitter to(String... rooms) {
        return with(new Target(union(target.rooms(), rooms), target.except()));
    }

    /** The same as {@link #to}. */
    public Emitter in(String... rooms) {
        return to(rooms);
    }

    /** Takes the sockets of these rooms out of the choice. */
    public Emitter except(String... rooms) {
        return with(new Target(target.rooms(), union(target.except(), rooms)));
    }

    /** Only the sockets of this replica. Not in the log: nothing of it is sent again to a client that resumes. */
    public Emitter local() {
        return new Emitter(namespace, server, target, true, droppable, coalescingKey, timeout);
    }

    /** For events that each transport drops when it cannot take them at once; not in the log either. */
    public Emitter volatileEvents() {
        return new Emitter(namespace, server, target, local, true, coalescingKey, timeout);
    }

    /**
     * For volatile events of which only the newest counts, such as who is typing: a client whose transport is busy gets
     * the newest one of each key as soon as nothing else waits for it, instead of none. Up to 64 keys wait for a client;
     * of more, the oldest is dropped. Not in the log, and never sent again to a client that resumes.
     *
     * @param key what is replaced, within the namespace, whatever the event and the rooms: {@code "typing:" + userId}
     */
    public Emitter coalesce(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("The key of events that replace each other is empty;"
                    + " name what they are about, for example \"typing:\" + userId.");
        }
        return new Emitter(namespace, server, target, local, true, key, timeout);
    }

    /** How long to wait for answers. */
    public Emitter timeout(Duration limit) {
        return new Emitter(namespace, server, target, local, droppable, coalescingKey, limit);
    }

    private Emitter with(Target other) {
        return new Emitter(namespace, server, other, local, droppable, coalescingKey, timeout);
    }

    private static Set<String> union(Set<String> some, String... more) {
        Set<String> union = new HashSet<>(some);
        Collections.addAll(union, more);
        return union;
    }

    /**
     * Sends an event. Returns at once: the event is in the log, or on its way there. All sockets get the events of the
     * log in one and the same order.
     *
     * @param arguments anything that Jackson can write; byte arrays, wherever they are in it, travel as binary
     * @throws IllegalArgumentException when the name is reserved, an argument cannot be written, or there are more byte
     *     arrays than {@link SocketIoLimits#attachments}
     * @throws io.chorale.websocket.cluster.OutboxFullException when the cluster's backend has been away for too long
     */
    public void emit(String event, @Nullable Object... arguments) {
        ClusterEvent.Broadcast broadcast = broadcast(server.json().event(event, arguments), Optional.empty());
        if (local) {
            server.cluster().attach(offset -> Fanout.emit(namespace, server, broadcast, offset, droppable));
        } else if (droppable) {
            server.cluster().publish(broadcast);
        } else {
            server.cluster().append(broadcast);
        }
    }

    /**
     * As {@link #emit}, for an event that is known to a database and may have to be sent by another process when this
     * one ends too early: of several events with one key only the first is sent, for ten minutes.
     *
     * @param key names the event, at most 100 characters
     * @param appended runs once the event is in the log and cannot get lost with this process; returns at once
     * @throws IllegalStateException on an emitter that is {@link #local} or for {@link #volatileEvents}: they have no log
     */
    public void emitOnce(String key, Runnable appended, String event, @Nullable Object... arguments) {
        if (local || droppable) {
            throw new IllegalStateException("Only events of the log are sent once");
        }
        server.cluster().appendOnce(broadcast(server.json().event(event, arguments), Optional.empty()), key, appended);
    }

    /** Asks all of them, and waits for their answers until the time is over; what came until then is returned. */
    public CompletableFuture<Acks> emitWithAck(String event, @Nullable Object... arguments) {
        Json.Encoded encoded = server.json().event(event, arguments);
        return ask(ask -> appendOrApply(broadcast(encoded, Optional.of(ask)))).thenApply(namespace::acks);
    }

    /** Who is it? Sockets of replicas that do not answer in time are missing. */
    public CompletableFuture<List<RemoteSocket>> fetchSockets() {
        return ask(ask -> appendOrApply(new ClusterEvent.FetchSockets(namespace.name(), target, ask)))
                .thenApply(outcome -> outcome.replies().stream()
                        .filter(ClusterReply.Sockets.class::isInstance)
                        .flatMap(reply -> ((ClusterReply.Sockets) reply).sockets().stream())
                        .map(info -> RemoteSocket.of(namespace, server, info))
                        .toList());
    }

    /** All of them join rooms, in the order of the log: later events to the rooms reach them. */
    public void socketsJoin(String... rooms) {
        appendOrApply(new ClusterEvent.Join(namespace.name(), target, Set.of(rooms)));
    }

    public void socketsLeave(String... rooms) {
        appendOrApply(new ClusterEvent.Leave(namespace.name(), target, Set.of(rooms)));
    }

    /**
     * Sends all of them away, behind all events before. They do not come back by themselves.
     *
     * @param close close the connections, too
     */
    public void disconnectSockets(boolean close) {
        appendOrApply(new ClusterEvent.Disconnect(namespace.name(), target, close));
    }

    private ClusterEvent.Broadcast broadcast(Json.Encoded encoded, Optional<Ask> ask) {
        return new ClusterEvent.Broadcast(
                namespace.name(),
                target,
                encoded.json(),
                encoded.attachments(),
                ask,
                ask.isPresent() ? "" : coalescingKey);
    }

    private void appendOrApply(ClusterEvent event) {
        if (local) {
            server.cluster().attach(offset -> Fanout.apply(namespace, server, event, offset));
        } else {
            server.cluster().append(event);
        }
    }

    private CompletableFuture<Question.Outcome> ask(Consumer<Ask> question) {
        Set<String> asked = local
                ? Set.of(server.cluster().replicaId())
                : server.questions().everybody();
        return server.questions().ask(asked, timeout, question);
    }
}
