package io.chorale.websocket.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One replica of a {@link MemoryCluster}. Safe for use by many threads. */
final class MemoryClusterManager implements ClusterManager {
    private final String id = UUID.randomUUID().toString();
    private final MemoryCluster cluster;
    private final Instant started;
    private final AtomicInteger rooms = new AtomicInteger();
    private volatile @Nullable LocalReplica local;

    MemoryClusterManager(MemoryCluster cluster, Instant started) {
        this.cluster = cluster;
        this.started = started;
    }

    LocalReplica local() {
        return Objects.requireNonNull(local, "the replica was not started");
    }

    @Override
    public String replicaId() {
        return id;
    }

    @Override
    public void start(LocalReplica replica) {
        local = replica;
        cluster.join(this);
    }

    @Override
    public void append(ClusterEvent event) {
        cluster.append(event);
    }

    @Override
    public void publish(ClusterEvent.Broadcast event) {
        cluster.publish(event);
    }

    @Override
    public void roomOpened(String namespace, String room) {
        rooms.incrementAndGet();
    }

    @Override
    public void roomClosed(String namespace, String room) {
        rooms.decrementAndGet();
    }

    @Override
    public void reply(String replicaId, ClusterReply reply) {
        for (MemoryClusterManager replica : cluster.replicas()) {
            if (replica.id.equals(replicaId)) {
                replica.local().receive(reply);
            }
        }
    }

    @Override
    public void attach(Consumer<String> registration) {
        cluster.attach(registration);
    }

    @Override
    public Replay replay(String namespace, RoomFilter socket, String from, String to) {
        return cluster.replay(namespace, socket, from, to);
    }

    @Override
    public void save(RecoverableSession session) {
        cluster.save(session, this);
    }

    @Override
    public Optional<RecoverableSession> claim(String recoveryId) {
        return cluster.claim(recoveryId, this);
    }

    @Override
    public void forget(String recoveryId) {
        cluster.forget(recoveryId);
    }

    @Override
    public List<ReplicaInfo> replicas() {
        return cluster.replicas().stream().map(MemoryClusterManager::info).toList();
    }

    private ReplicaInfo info() {
        String version = Objects.requireNonNullElse(getClass().getPackage().getImplementationVersion(), "development");
        return new ReplicaInfo(id, "in memory", version, started, local().sockets(), rooms.get());
    }

    @Override
    public Presence presence() {
        return cluster.presence();
    }

    @Override
    public ClusterHealth health() {
        return ClusterHealth.FINE;
    }

    @Override
    public void close(Duration timeout) {
        cluster.leave(this);
    }
}
