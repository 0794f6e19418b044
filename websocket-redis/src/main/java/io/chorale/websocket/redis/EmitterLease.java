package io.chorale.websocket.redis;

import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisScript;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.redisson.api.RedissonClient;

/**
 * The right to take in what foreign emitters say. Each of their messages reaches every subscriber, but must get into the log
 * once: so one replica at a time has this right, and another one soon after it dies. Safe for use by several threads.
 *
 * <p>The right has a term, which changes when it goes to another replica. Who was stopped for a while and holds messages from
 * before learns from the term that somebody else may have taken them in.
 */
final class EmitterLease {
    private static final RedisScript<Long> LEASE = RedisScript.returningLong(EmitterLease.class, "lease.lua");
    private static final long NOT_HELD = 0;

    private final RedissonClient client;
    private final List<String> keys;
    private final String replicaId;
    private final Duration life;

    /** Guards everything below; held while Redis is asked. */
    private final ReentrantLock lock = new ReentrantLock();

    private long term = NOT_HELD;
    private long validUntil;
    private boolean released;

    EmitterLease(RedissonClient client, Keyspace keys, String replicaId, Duration life) {
        this.client = client;
        this.keys = List.of(keys.emitterLease());
        this.replicaId = replicaId;
        this.life = life;
    }

    /**
     * Asks Redis for the right, or for more of it.
     *
     * @return the term; 0 when another replica has it
     * @throws org.redisson.client.RedisException when Redis does not answer
     */
    long renew() {
        lock.lock();
        try {
            if (released) {
                return NOT_HELD;
            }
            long asked = System.nanoTime();
            term = LEASE.run(client, keys, replicaId, life.toMillis());
            validUntil = asked + life.toNanos() / 2;
            return term;
        } finally {
            lock.unlock();
        }
    }

    /** The term if this replica has the right now; asks Redis only when the last answer is old. */
    long current() {
        lock.lock();
        try {
            return term != NOT_HELD && System.nanoTime() - validUntil < 0 ? term : renew();
        } finally {
            lock.unlock();
        }
    }

    /** For good: lets another replica have it at once. */
    void release() {
        lock.lock();
        try {
            released = true;
            if (term != NOT_HELD) {
                term = NOT_HELD;
                LEASE.run(client, keys, replicaId, 0);
            }
        } finally {
            lock.unlock();
        }
    }
}
