package io.chorale.websocket.cluster;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that replicas share, in one process: the log, the sessions, and who is there. Usually there is one replica;
 * several serve tests, and servers that share a process. Safe for use by many threads.
 *
 * <p>An event is delivered by the thread that appends it, under the lock of the cluster; delivery never blocks.
 */
public final class MemoryCluster {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryCluster.class);

    /** Entries and bytes that the log keeps at most, whatever the window. */
    static final int MAX_ENTRIES = 50_000;

    static final long MAX_BYTES = 64L << 20;

    private record Stored(RecoverableSession session, MemoryClusterManager owner, long expires) {}

    private final Clock clock;
    private final Duration window;
    private final MemoryLog log;
    private final Presence presence = new MemoryPresence();
    private final List<MemoryClusterManager> replicas = new CopyOnWriteArrayList<>();
    /** Guards the log and delivery. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by itself, and nothing is called while it is held: sockets save their sessions from any thread. */
    private final Map<String, Stored> sessions = new HashMap<>();

    private long nextPurge;

    private MemoryCluster(Clock clock, Duration window, int maxEntries, long maxBytes) {
        this.clock = clock;
        this.window = window;
        this.log = new MemoryLog(window.toMillis(), maxEntries, maxBytes);
    }

    /** @param window how long a client may be away and resume; zero keeps nothing */
    public static MemoryCluster create(Duration window) {
        return create(Clock.systemUTC(), window, MAX_ENTRIES, MAX_BYTES);
    }

    static MemoryCluster create(Clock clock, Duration window, int maxEntries, long maxBytes) {
        return new MemoryCluster(clock, window, maxEntries, maxBytes);
    }

    /** A further replica. */
    public ClusterManager replica() {
        return new MemoryClusterManager(this, clock.instant());
    }

    void join(MemoryClusterManager replica) {
        locked(() -> replicas.add(replica));
    }

    void leave(MemoryClusterManager replica) {
        locked(() -> replicas.remove(replica));
    }

    Presence presence() {
        return presence;
    }

    List<MemoryClusterManager> replicas() {
        return replicas;
    }

    void append(ClusterEvent event) {
        locked(() -> {
            String offset = log.append(event, clock.millis());
            for (MemoryClusterManager replica : replicas) {
                guarded(() -> replica.local().deliver(event, offset));
            }
        });
    }

    void publish(ClusterEvent.Broadcast event) {
        locked(() -> {
            for (MemoryClusterManager replica : replicas) {
                guarded(() -> replica.local().deliverVolatile(event, log.position()));
            }
        });
    }

    void attach(Consumer<String> registration) {
        locked(() -> registration.accept(log.position()));
    }

    Replay replay(String namespace, RoomFilter socket, String from, String to) {
        lock.lock();
        try {
            return log.replay(namespace, socket, from, to, clock.millis());
        } finally {
            lock.unlock();
        }
    }

    void save(RecoverableSession session, MemoryClusterManager owner) {
        synchronized (sessions) {
            Stored known = alive(session.recoveryId());
            if (known == null || known.owner() == owner) {
                store(session, owner);
            }
        }
    }

    Optional<RecoverableSession> claim(String recoveryId, MemoryClusterManager claimer) {
        Stored known;
        synchronized (sessions) {
            known = alive(recoveryId);
            if (known == null) {
                return Optional.empty();
            }
            store(known.session(), claimer);
        }
        if (known.owner() != claimer && replicas.contains(known.owner())) {
            MemoryClusterManager before = known.owner();
            guarded(() -> before.local().displaced(recoveryId));
        }
        return Optional.of(known.session());
    }

    void forget(String recoveryId) {
        synchronized (sessions) {
            sessions.remove(recoveryId);
        }
    }

    private @Nullable Stored alive(String recoveryId) {
        Stored known = sessions.get(recoveryId);
        return known == null || known.expires() <= clock.millis() ? null : known;
    }

    private void store(RecoverableSession session, MemoryClusterManager owner) {
        purge();
        sessions.put(session.recoveryId(), new Stored(session, owner, clock.millis() + window.toMillis()));
    }

    /** Drops what nobody can resume any more, now and then. */
    private void purge() {
        long now = clock.millis();
        if (now < nextPurge) {
            return;
        }
        nextPurge = now + window.toMillis() / 4 + 1;
        Iterator<Stored> all = sessions.values().iterator();
        while (all.hasNext()) {
            if (all.next().expires() <= now) {
                all.remove();
            }
        }
    }

    int storedSessions() {
        synchronized (sessions) {
            return sessions.size();
        }
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private static void guarded(Runnable delivery) {
        try {
            delivery.run();
        } catch (RuntimeException e) {
            LOG.error("Delivery of an event failed", e);
        }
    }
}
