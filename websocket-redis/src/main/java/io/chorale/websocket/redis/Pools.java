package io.chorale.websocket.redis;

import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisScript;
import io.chorale.websocket.cluster.Presence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code session_pool} and {@code usage_pool} as Open WebUI has them, for what is on this replica. What the replica has in them
 * is also listed under its id, so that a peer finds it without a search when it dies. One thread of its own writes, every
 * beat.
 */
final class Pools implements Presence, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);
    private static final RedisScript<List<@Nullable Object>> SAY = RedisScript.returningList(Pools.class, "pools.lua");
    private static final int BATCH = 200;
    private static final int LARGEST_USER = 8 << 10;
    private static final int LONGEST_MODEL = 200;
    private static final int MOST_MODELS_OF_A_SOCKET = 20;
    /** As in Open WebUI, where pages repeat it each second. */
    private static final Duration USE = Duration.ofSeconds(3);

    private static final byte[] GONE = {};

    private final RedissonClient client;
    private final List<String> keys;
    private final String replicaId;
    private final Duration pause;
    private final OutageLog outage = new OutageLog(LOG, "Who is connected cannot be written to Redis");

    /** Guards {@link #closed}; held while Redis is told. */
    private final ReentrantLock writing = new ReentrantLock();

    private boolean closed;

    /** Guards {@link #sockets}, {@link #changed} and {@link #uses}. Nothing slow happens under it. */
    private final Object lock = new Object();

    private final Map<String, byte[]> sockets = new LinkedHashMap<>();
    /** Socket to what Redis shall know; {@link #GONE} for nothing. */
    private final Map<String, byte[]> changed = new LinkedHashMap<>();
    /** Socket to models and when it was last said (nano time). */
    private final Map<String, Map<String, Long>> uses = new LinkedHashMap<>();

    private volatile Set<String> models = Set.of();

    Pools(RedissonClient client, Keyspace keys, String replicaId, Duration pause) {
        this.client = client;
        this.keys = List.of(keys.replicaPools(replicaId), keys.sessionPool(), keys.usagePool());
        this.replicaId = replicaId;
        this.pause = pause;
    }

    @Override
    public void here(String socketId, byte[] user) {
        if (user.length < 3 || user.length > LARGEST_USER || user[0] != '{') {
            throw new IllegalArgumentException("A user in the pool is a JSON object of at most " + LARGEST_USER
                    + " bytes with a field; this has " + user.length + " bytes");
        }
        byte[] marked = marked(user);
        synchronized (lock) {
            sockets.put(socketId, marked);
            changed.put(socketId, marked);
        }
    }

    /** The owner comes first: scripts look for it at the beginning. */
    private byte[] marked(byte[] user) {
        byte[] mark = ("{\"instance_id\":\"" + replicaId + "\",").getBytes(StandardCharsets.UTF_8);
        byte[] marked = new byte[mark.length + user.length - 1];
        System.arraycopy(mark, 0, marked, 0, mark.length);
        System.arraycopy(user, 1, marked, mark.length, user.length - 1);
        return marked;
    }

    @Override
    public void gone(String socketId) {
        synchronized (lock) {
            uses.remove(socketId);
            if (sockets.remove(socketId) != null) {
                changed.put(socketId, GONE);
            }
        }
    }

    @Override
    public void uses(String socketId, String model) {
        if (model.isEmpty() || model.length() > LONGEST_MODEL) {
            return;
        }
        synchronized (lock) {
            if (!sockets.containsKey(socketId)) {
                return;
            }
            Map<String, Long> known = uses.computeIfAbsent(socketId, socket -> new LinkedHashMap<>());
            if (known.containsKey(model) || known.size() < MOST_MODELS_OF_A_SOCKET) {
                known.put(model, System.nanoTime());
            }
        }
    }

    @Override
    public Set<String> models() {
        return models;
    }

    /** Redis may have lost what it knew: everything is said again. */
    void sayAll() {
        synchronized (lock) {
            sockets.forEach(changed::putIfAbsent);
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                say();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say() {
        writing.lock();
        try {
            Map<String, byte[]> batch;
            if (closed) {
                return;
            }
            do {
                batch = next();
                models = SAY.run(client, keys, arguments(batch, inUse())).stream()
                        .map(Pools::text)
                        .collect(Collectors.toUnmodifiableSet());
                said(batch);
            } while (batch.size() == BATCH);
            outage.over();
        } catch (RuntimeException e) {
            outage.failed(e);
        } finally {
            writing.unlock();
        }
    }

    /** Nothing is written any more when this returns. */
    void close() {
        writing.lock();
        try {
            closed = true;
        } finally {
            writing.unlock();
        }
    }

    private Map<String, byte[]> next() {
        Map<String, byte[]> batch = new LinkedHashMap<>();
        synchronized (lock) {
            for (Map.Entry<String, byte[]> change : changed.entrySet()) {
                if (batch.size() == BATCH) {
                    break;
                }
                batch.put(change.getKey(), change.getValue());
            }
        }
        return batch;
    }

    /** What changed again meanwhile stays for the next round. */
    private void said(Map<String, byte[]> batch) {
        synchronized (lock) {
            batch.forEach(changed::remove);
        }
    }

    /** Model to sockets; forgets what was not repeated. */
    private Map<String, Set<String>> inUse() {
        long now = System.nanoTime();
        Map<String, Set<String>> inUse = new LinkedHashMap<>();
        synchronized (lock) {
            uses.values().removeIf(said -> {
                said.values().removeIf(at -> now - at > USE.toNanos());
                return said.isEmpty();
            });
            uses.forEach((socket, said) -> said.keySet()
                    .forEach(model -> inUse.computeIfAbsent(model, name -> new HashSet<>())
                            .add(socket)));
        }
        return inUse;
    }

    private Object[] arguments(Map<String, byte[]> batch, Map<String, Set<String>> inUse) {
        List<Object> came = new ArrayList<>();
        List<Object> went = new ArrayList<>();
        batch.forEach((socket, user) -> {
            if (user == GONE) {
                went.add(socket);
            } else {
                came.add(socket);
                came.add(user);
            }
        });
        List<Object> arguments = new ArrayList<>();
        arguments.add(replicaId);
        arguments.add(Membership.TRACE.toMillis());
        arguments.add(USE.plus(pause.multipliedBy(2)).toSeconds());
        arguments.add(came.size() / 2);
        arguments.addAll(came);
        arguments.add(went.size());
        arguments.addAll(went);
        inUse.forEach((model, users) -> {
            arguments.add(model);
            arguments.add(users.size());
            arguments.addAll(users);
        });
        return arguments.toArray();
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }
}
