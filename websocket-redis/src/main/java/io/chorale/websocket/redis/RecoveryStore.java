package io.chorale.websocket.redis;

import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisScript;
import io.chorale.websocket.cluster.RecoverableSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recoverable sessions in Redis. Changes wait here, the newest of each session only, until Redis has them. Safe for use by
 * many threads; one thread of its own writes.
 */
final class RecoveryStore implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryStore.class);
    private static final RedisScript<Long> SAVE = RedisScript.returningLong(RecoveryStore.class, "save.lua");
    private static final RedisScript<byte @Nullable []> CLAIM =
            RedisScript.returningBytes(RecoveryStore.class, "claim.lua");
    private static final int BATCH = 100;
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final byte[] FORGOTTEN = {};

    private final RedissonClient client;
    private final Keyspace keys;
    private final String replicaId;
    private final Duration window;
    private final Seal seal;
    private final OutageLog outage = new OutageLog(LOG, "Recoverable sessions cannot be written to Redis and wait");

    /** Held while one state is written, so that an older one never overtakes a newer. Taken before {@link #lock}. */
    private final ReentrantLock writing = new ReentrantLock();

    /** Guards {@link #pending}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    /** Session key to what it shall hold; {@link #FORGOTTEN} for none. As many as there are local sockets. */
    private final LinkedHashMap<String, byte[]> pending = new LinkedHashMap<>();

    /** Sessions that this replica owns, by their key. */
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    RecoveryStore(RedissonClient client, Keyspace keys, String replicaId, Duration window, Seal seal) {
        this.seal = seal;
        this.client = client;
        this.keys = keys;
        this.replicaId = replicaId;
        this.window = window;
    }

    void save(RecoverableSession session) {
        if (window.isZero()) {
            return;
        }
        String key = keyOf(session.recoveryId());
        held.put(key, new Held(session.recoveryId(), System.nanoTime()));
        put(key, seal.seal(Seal.Place.SESSION, encode(key, session)));
    }

    void forget(String recoveryId) {
        String key = keyOf(recoveryId);
        held.remove(key);
        put(key, FORGOTTEN);
    }

    /** @throws org.redisson.client.RedisException when Redis does not answer */
    Optional<RecoverableSession> claim(String recoveryId) {
        if (window.isZero()) {
            return Optional.empty();
        }
        String key = keyOf(recoveryId);
        write(key);
        byte[] found = CLAIM.run(
                client,
                List.of(keys.recovery(key)),
                replicaId,
                window.toMillis(),
                keys.replica(""),
                seal.seal(Seal.Place.REPLICA, new ReplicaMessage.Displaced(key).encode()));
        if (found == null) {
            return Optional.empty();
        }
        try {
            RecoverableSession session = decode(recoveryId, key, seal.open(Seal.Place.SESSION, found));
            held.put(key, new Held(recoveryId, System.nanoTime()));
            return Optional.of(session);
        } catch (MalformedMessageException e) {
            LOG.warn(
                    "A session that a client wants to resume is not readable; the client gets a new one: {}",
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Another replica owns this session now. Returns its recovery id if it was ours. */
    Optional<String> displaced(String key) {
        Held lost = held.remove(key);
        drop(key);
        return Optional.ofNullable(lost).map(Held::recoveryId);
    }

    /** Lets go of sessions that ended without a word; to be called now and then. */
    void tidy() {
        long now = System.nanoTime();
        held.values().removeIf(session -> now - session.saved() > window.toNanos());
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<String> batch = await();
                try {
                    batch.forEach(this::write);
                    outage.over();
                } catch (RuntimeException e) {
                    outage.failed(e);
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes what waits, until a write fails or the time is over. */
    void flush(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (String key : waiting(Integer.MAX_VALUE)) {
                if (System.nanoTime() > deadline) {
                    return;
                }
                write(key);
            }
        } catch (RuntimeException e) {
            outage.failed(e);
        }
    }

    /** Writes the newest state of a session. The script may run again after a lost answer: it only sets. */
    private void write(String key) {
        writing.lock();
        try {
            byte[] content = pending(key);
            if (content != null) {
                SAVE.run(client, List.of(keys.recovery(key)), replicaId, window.toMillis(), content);
                remove(key, content);
            }
        } finally {
            writing.unlock();
        }
    }

    private byte @Nullable [] pending(String key) {
        lock.lock();
        try {
            return pending.get(key);
        } finally {
            lock.unlock();
        }
    }

    /** A newer state stays for the next round. */
    private void remove(String key, byte[] content) {
        lock.lock();
        try {
            pending.remove(key, content);
        } finally {
            lock.unlock();
        }
    }

    private void put(String key, byte[] content) {
        lock.lock();
        try {
            pending.put(key, content);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void drop(String key) {
        lock.lock();
        try {
            pending.remove(key);
        } finally {
            lock.unlock();
        }
    }

    private List<String> await() throws InterruptedException {
        lock.lock();
        try {
            while (pending.isEmpty()) {
                changed.await();
            }
            return waiting(BATCH);
        } finally {
            lock.unlock();
        }
    }

    private List<String> waiting(int most) {
        lock.lock();
        try {
            return pending.keySet().stream().limit(most).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The key is in it, so that one session cannot stand in for another. */
    private static byte[] encode(String key, RecoverableSession session) {
        return new WireWriter()
                .byteValue(EventMessage.VERSION)
                .text(key)
                .text(session.namespace())
                .text(session.socketId())
                .texts(session.rooms())
                .bytes(session.data())
                .toBytes();
    }

    private static RecoverableSession decode(String recoveryId, String key, byte[] content) {
        WireReader in = new WireReader(content);
        if (in.byteValue() != EventMessage.VERSION) {
            throw new MalformedMessageException("a session of another version");
        }
        if (!in.text().equals(key)) {
            throw new MalformedMessageException("another session");
        }
        RecoverableSession session = new RecoverableSession(recoveryId, in.text(), in.text(), in.texts(), in.bytes());
        return session;
    }

    private static String keyOf(String recoveryId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(recoveryId.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @param saved nano time */
    private record Held(String recoveryId, long saved) {}
}
