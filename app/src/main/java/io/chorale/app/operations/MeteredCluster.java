package io.chorale.app.operations;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterHealth;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.EventTooLargeException;
import io.chorale.websocket.cluster.LocalReplica;
import io.chorale.websocket.cluster.OutboxFullException;
import io.chorale.websocket.cluster.Presence;
import io.chorale.websocket.cluster.RecoverableSession;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.ReplicaInfo;
import io.chorale.websocket.cluster.RoomFilter;
import io.chorale.websocket.relay.SessionRelay;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts what passes a cluster manager in either direction. Safe for use by many threads. */
final class MeteredCluster implements ClusterManager {
    private final ClusterManager counted;
    private final Meters meters;
    private final Counter appended;
    private final Counter published;
    private final Counter outboxFull;
    private final Counter tooLarge;
    private final AtomicInteger rooms = new AtomicInteger();
    private volatile boolean started;

    MeteredCluster(ClusterManager counted, Meters meters) {
        this.counted = counted;
        this.meters = meters;
        this.appended = events("durable", "out");
        this.published = events("volatile", "out");
        this.outboxFull = refused("outbox_full");
        this.tooLarge = refused("too_large");
        meters.gauge(
                "cluster.rooms", "", "Rooms with a member on this replica, each socket's own included", rooms::get);
        meters.gauge(
                "cluster.replicas",
                "",
                "Live replicas that this one sees, itself included",
                () -> started ? counted.replicas().size() : 0);
        meters.gauge(
                "cluster.hearing",
                "",
                "1 when both lanes reach this replica, 0 when it is deaf",
                () -> counted.health().hearing() ? 1 : 0);
        meters.gauge(
                "cluster.log.behind",
                "",
                "Events of the log not read yet at the last heartbeat",
                () -> counted.health().behind());
        meters.gauge(
                "cluster.outbox",
                "bytes",
                "Events that wait for Redis",
                () -> counted.health().outboxBytes());
        meters.gauge(
                "cluster.round.trip",
                "seconds",
                "Time that Redis took to answer the last heartbeat",
                () -> counted.health().roundTrip().toNanos() / 1e9);
    }

    private Counter events(String lane, String direction) {
        return meters.counter(
                "cluster.events", "Events by lane; in: to sockets here", "lane", lane, "direction", direction);
    }

    private Counter refused(String reason) {
        return meters.counter("cluster.events.refused", "Events that were not taken, by reason", "reason", reason);
    }

    @Override
    public String replicaId() {
        return counted.replicaId();
    }

    @Override
    public void start(LocalReplica local) {
        counted.start(new MeteredReplica(local, events("durable", "in"), events("volatile", "in")));
        started = true;
    }

    @Override
    public void append(ClusterEvent event) {
        send(() -> counted.append(event), appended);
    }

    @Override
    public void appendOnce(ClusterEvent event, String key, Runnable inLog) {
        send(() -> counted.appendOnce(event, key, inLog), appended);
    }

    @Override
    public void publish(ClusterEvent.Broadcast event) {
        send(() -> counted.publish(event), published);
    }

    private void send(Runnable sending, Counter sent) {
        try {
            sending.run();
            sent.increment();
        } catch (OutboxFullException e) {
            outboxFull.increment();
            throw e;
        } catch (EventTooLargeException e) {
            tooLarge.increment();
            throw e;
        }
    }

    @Override
    public void roomOpened(String namespace, String room) {
        rooms.incrementAndGet();
        counted.roomOpened(namespace, room);
    }

    @Override
    public void roomClosed(String namespace, String room) {
        rooms.decrementAndGet();
        counted.roomClosed(namespace, room);
    }

    @Override
    public void reply(String replicaId, ClusterReply reply) {
        counted.reply(replicaId, reply);
    }

    @Override
    public void attach(Consumer<String> registration) {
        counted.attach(registration);
    }

    @Override
    public Replay replay(String namespace, RoomFilter socket, String from, String to) {
        return counted.replay(namespace, socket, from, to);
    }

    @Override
    public void save(RecoverableSession session) {
        counted.save(session);
    }

    @Override
    public Optional<RecoverableSession> claim(String recoveryId) {
        return counted.claim(recoveryId);
    }

    @Override
    public void forget(String recoveryId) {
        counted.forget(recoveryId);
    }

    @Override
    public List<ReplicaInfo> replicas() {
        return counted.replicas();
    }

    @Override
    public SessionRelay relay() {
        return counted.relay();
    }

    @Override
    public Presence presence() {
        return counted.presence();
    }

    @Override
    public ClusterHealth health() {
        return counted.health();
    }

    @Override
    public void close(Duration timeout) {
        counted.close(timeout);
    }
}
