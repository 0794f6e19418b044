package io.chorale.websocket.redis;

import io.chorale.websocket.cluster.OutboxFullException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Events on their way into the log, in order, numbered from 1. An event stays here until the log has it. Bounded in bytes,
 * and closed for new events while the oldest one waits too long. Safe for use by many threads.
 */
final class Outbox {
    private static final Runnable NOTHING = () -> {};

    private final int mostBytes;
    private final Duration mostAge;
    private final UnaryOperator<byte[]> seal;

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private long lastSequence;

    /** @param seal makes what goes into the log of a numbered message */
    Outbox(int mostBytes, Duration mostAge, UnaryOperator<byte[]> seal) {
        this.seal = seal;
        this.mostBytes = mostBytes;
        this.mostAge = mostAge;
    }

    /** @param message encoded; its sequence is filled in here */
    void add(byte[] message) {
        add(message, "", NOTHING);
    }

    /**
     * @param key events with the same key get into the log once
     * @param appended runs when it is there
     */
    void add(byte[] message, String key, Runnable appended) {
        lock.lock();
        try {
            refuseWhenFull(message.length);
            EventMessage.number(message, ++lastSequence);
            byte[] sealed = seal.apply(message);
            waiting.add(new Waiting(lastSequence, sealed, System.nanoTime(), key, appended));
            bytes += sealed.length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhenFull(int length) {
        Waiting oldest = waiting.peek();
        if (oldest == null) {
            return;
        }
        long age = System.nanoTime() - oldest.since();
        if (bytes + length > mostBytes || age > mostAge.toNanos()) {
            throw new OutboxFullException(
                    "The outbox is full: %d events (%d bytes of at most %d) wait for Redis, the oldest for %d s of at most %d s. The event was not sent. Is Redis reachable, and has it memory left?"
                            .formatted(
                                    waiting.size(),
                                    bytes,
                                    mostBytes,
                                    TimeUnit.NANOSECONDS.toSeconds(age),
                                    mostAge.toSeconds()));
        }
    }

    /**
     * Waits for events and returns the oldest, leaving them here.
     *
     * @return at least one event, or nothing when the time is over
     */
    List<Waiting> peek(int most, int mostBatchBytes, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<Waiting> batch = new ArrayList<>();
            int size = 0;
            for (Waiting next : waiting) {
                size += next.message().length;
                if (!batch.isEmpty() && (batch.size() == most || size > mostBatchBytes)) {
                    break;
                }
                batch.add(next);
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** The log has everything up to this sequence. */
    void remove(long sequence) {
        lock.lock();
        try {
            for (Waiting first = waiting.peek();
                    first != null && first.sequence() <= sequence;
                    first = waiting.peek()) {
                waiting.remove();
                bytes -= first.message().length;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is in the log. Returns whether that is so. */
    boolean awaitEmpty(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @param since nano time
     * @param key empty for an event that only this replica has
     * @param appended runs when the log has it
     */
    record Waiting(long sequence, byte[] message, long since, String key, Runnable appended) {}
}
