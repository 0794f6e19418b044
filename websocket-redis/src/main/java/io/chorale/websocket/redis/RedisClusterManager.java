package io.chorale.websocket.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.chorale.redis.RedisUnavailableException;
import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterHealth;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.ClusterUnavailableException;
import io.chorale.websocket.cluster.LocalReplica;
import io.chorale.websocket.cluster.Presence;
import io.chorale.websocket.cluster.RecoverableSession;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.ReplicaInfo;
import io.chorale.websocket.cluster.RoomFilter;
import io.chorale.websocket.relay.SessionRelay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisException;

/**
 * Joins replicas through Redis or Valkey (7.0 or newer), single, behind Sentinel, or as a cluster. Safe for use by many
 * threads.
 *
 * <p>While Redis is away: events wait in the outbox, session changes wait, volatile events are dropped, {@link #claim} and
 * {@link #replay} throw {@link ClusterUnavailableException}, and {@link #health} says so.
 */
final class RedisClusterManager implements ClusterManager {
    private final String replicaId;
    private final String address;
    private final RedisSettings settings;
    private final RedisTarget target;
    private final ManagerOptions options;
    private final EventEncoder encoder;
    private final Outbox outbox;
    private final RedisSessionRelay relay;
    private volatile @Nullable Connected connected;

    /** @param address where this replica serves, for people */
    RedisClusterManager(
            String replicaId, String address, RedisSettings settings, RedisTarget target, ManagerOptions options) {
        this.replicaId = replicaId;
        this.address = address;
        this.settings = settings;
        this.target = target;
        this.options = options;
        this.encoder = new EventEncoder(replicaId, options.eventBytes());
        this.outbox = new Outbox(
                options.outboxBytes(),
                options.outboxAge(),
                message -> options.seal().seal(Seal.Place.LOG, message));
        this.relay = new RedisSessionRelay(replicaId);
    }

    @Override
    public String replicaId() {
        return replicaId;
    }

    @Override
    public void start(LocalReplica local) {
        if (connected != null) {
            throw new IllegalStateException("already started");
        }
        try {
            connected = Connected.open(replicaId, address, settings, target, options, outbox, encoder, relay, local);
        } catch (RedisUnavailableException | RedisException e) {
            throw new ClusterUnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void append(ClusterEvent event) {
        outbox.add(encoder.encode(event));
    }

    @Override
    public void appendOnce(ClusterEvent event, String key, Runnable appended) {
        outbox.add(encoder.encode(event), key, appended);
    }

    @Override
    public void publish(ClusterEvent.Broadcast event) {
        connected().volatileLane().publish(event);
    }

    @Override
    public void roomOpened(String namespace, String room) {
        connected().volatileLane().roomOpened(namespace, room);
    }

    @Override
    public void roomClosed(String namespace, String room) {
        connected().volatileLane().roomClosed(namespace, room);
    }

    @Override
    public void reply(String toReplica, ClusterReply reply) {
        connected().send(toReplica, new ReplicaMessage.Reply(reply));
    }

    @Override
    public void attach(Consumer<String> registration) {
        connected().delivery().attach(registration);
    }

    @Override
    public Replay replay(String namespace, RoomFilter socket, String from, String to) {
        try {
            Connected current = connected();
            return new LogReplay(current.recent(), current.log(), options, namespace, socket).between(from, to);
        } catch (RedisException e) {
            throw unavailable("The log cannot be read now", e);
        }
    }

    @Override
    public void save(RecoverableSession session) {
        connected().recovery().save(session);
    }

    @Override
    public Optional<RecoverableSession> claim(String recoveryId) {
        try {
            return connected().recovery().claim(recoveryId);
        } catch (RedisException e) {
            throw unavailable("The session cannot be looked up now", e);
        }
    }

    @Override
    public void forget(String recoveryId) {
        connected().recovery().forget(recoveryId);
    }

    @Override
    public SessionRelay relay() {
        return relay;
    }

    @Override
    public List<ReplicaInfo> replicas() {
        return connected().membership().replicas();
    }

    @Override
    public Presence presence() {
        return connected().pools();
    }

    @Override
    public ClusterHealth health() {
        Connected current = connected;
        if (current == null) {
            return new ClusterHealth(false, "not started", outbox.bytes(), 0, Duration.ZERO);
        }
        Hearing hearing = current.hearing();
        String reason = hearing.reason();
        return new ClusterHealth(reason.isEmpty(), reason, outbox.bytes(), hearing.behind(), hearing.roundTrip());
    }

    @Override
    public void close(Duration timeout) {
        Connected current = connected;
        if (current != null) {
            current.close(timeout);
        }
    }

    private Connected connected() {
        Connected current = connected;
        if (current == null) {
            throw new IllegalStateException("the cluster manager is not started");
        }
        return current;
    }

    private static ClusterUnavailableException unavailable(String what, RedisException cause) {
        return new ClusterUnavailableException(what + ": Redis does not answer. It can be tried again.", cause);
    }
}
