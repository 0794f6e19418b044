package io.chorale.websocket.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Tls;
import io.chorale.config.RedisTarget.Topology;
import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.LocalReplica;
import io.chorale.websocket.cluster.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A replica for tests: a manager with short times, and everything that it was handed. */
final class Replica implements LocalReplica, AutoCloseable {
    static final String NAMESPACE = "/";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final List<String> received = new CopyOnWriteArrayList<>();
    final List<String> offsets = new CopyOnWriteArrayList<>();
    final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    final List<String> volatileReceived = new CopyOnWriteArrayList<>();
    final List<ClusterReply> replies = new CopyOnWriteArrayList<>();
    final List<String> displaced = new CopyOnWriteArrayList<>();
    final Set<String> rooms = ConcurrentHashMap.newKeySet();
    final ClusterManager manager;
    private final OverlapGuard guard = new OverlapGuard();

    private Replica(ClusterManager manager) {
        this.manager = manager;
    }

    static Replica start(int port, String... rooms) {
        return start(single(port), "open-webui", options(), rooms);
    }

    static Replica start(RedisTarget target, String prefix, ManagerOptions options, String... rooms) {
        Replica replica = create(target, prefix, options);
        replica.start(rooms);
        return replica;
    }

    static Replica create(RedisTarget target, String prefix, ManagerOptions options) {
        return new Replica(new RedisClusterManager(
                "replica" + NUMBER.incrementAndGet(), "127.0.0.1:8080", settings(prefix), target, options));
    }

    void start(String... joined) {
        manager.start(this);
        for (String room : joined) {
            rooms.add(room);
            manager.roomOpened(NAMESPACE, room);
        }
    }

    static ManagerOptions options() {
        return new TestOptions().build();
    }

    static RedisSettings settings(String prefix) {
        return new RedisSettings(
                Optional.empty(),
                prefix,
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                true,
                Duration.ofSeconds(1),
                Duration.ofMillis(220),
                2);
    }

    static RedisTarget single(int port) {
        return target(Topology.SINGLE, port);
    }

    static RedisTarget target(Topology topology, int port) {
        return new RedisTarget(
                topology,
                List.of(new HostAndPort("127.0.0.1", port)),
                Optional.of("mymaster"),
                0,
                Optional.empty(),
                Optional.empty(),
                Tls.OFF);
    }

    static Broadcast event(String room, String text) {
        return new Broadcast(NAMESPACE, Target.room(room), json(text), List.of(), Optional.empty());
    }

    static byte[] json(String text) {
        return ("[\"" + text + "\"]").getBytes(StandardCharsets.UTF_8);
    }

    static String text(Broadcast event) {
        String json = new String(event.arguments(), StandardCharsets.UTF_8);
        return json.substring(2, json.length() - 2);
    }

    void emit(String room, String text) {
        manager.append(event(room, text));
    }

    List<String> receivedNow() {
        return new ArrayList<>(received);
    }

    @Override
    public void deliver(ClusterEvent event, String offset) {
        guard.alone(() -> {
            events.add(event);
            if (event instanceof Broadcast broadcast) {
                received.add(text(broadcast));
                offsets.add(offset);
            }
        });
    }

    @Override
    public void deliverVolatile(Broadcast event, String offset) {
        guard.alone(() -> volatileReceived.add(text(event)));
    }

    @Override
    public boolean isInterested(String namespace, Set<String> wanted) {
        return namespace.equals(NAMESPACE)
                && (wanted.isEmpty() || wanted.stream().anyMatch(rooms::contains));
    }

    @Override
    public int sockets() {
        return rooms.size();
    }

    @Override
    public void receive(ClusterReply reply) {
        replies.add(reply);
    }

    @Override
    public void displaced(String recoveryId) {
        displaced.add(recoveryId);
    }

    @Override
    public void close() {
        manager.close(Duration.ofMillis(500));
    }

    /** Fails when two deliveries overlap. */
    private static final class OverlapGuard {
        private final AtomicInteger inside = new AtomicInteger();

        void alone(Runnable work) {
            if (inside.incrementAndGet() != 1) {
                throw new AssertionError("two deliveries at the same time");
            }
            work.run();
            inside.decrementAndGet();
        }
    }
}
