package io.chorale.websocket.engineio;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that keeps the time for all sessions. A task may run up to two ticks late and must not block. Adding a
 * task costs a queue node; nothing is ever removed early, a task that lost its purpose does nothing. Safe for use by
 * many threads.
 */
final class TimerWheel implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
    private static final long TICK_NANOS = 10_000_000;
    private static final int BUCKETS = 512;

    private final ConcurrentLinkedQueue<Entry> added = new ConcurrentLinkedQueue<>();
    /** Touched by the wheel's thread alone. */
    private final ArrayDeque<Entry>[] buckets = emptyBuckets();

    private final long origin = System.nanoTime();
    private final Thread thread;
    private volatile boolean closed;

    TimerWheel(String name) {
        thread = Thread.ofPlatform().daemon().name(name).start(this::turn);
    }

    void schedule(Duration delay, Runnable task) {
        schedule(delay.toNanos(), task);
    }

    void schedule(long delayNanos, Runnable task) {
        long due = (System.nanoTime() - origin + Math.max(0, delayNanos)) / TICK_NANOS + 1;
        added.add(new Entry(due, task));
    }

    private void turn() {
        long tick = 0;
        while (!closed) {
            long now = System.nanoTime() - origin;
            if (now < tick * TICK_NANOS) {
                LockSupport.parkNanos(tick * TICK_NANOS - now);
                continue;
            }
            accept(tick);
            run(tick);
            tick++;
        }
    }

    private void accept(long tick) {
        for (Entry entry = added.poll(); entry != null; entry = added.poll()) {
            long due = Math.max(entry.due(), tick);
            buckets[(int) (due % BUCKETS)].add(entry);
        }
    }

    private void run(long tick) {
        ArrayDeque<Entry> bucket = buckets[(int) (tick % BUCKETS)];
        for (int left = bucket.size(); left > 0; left--) {
            Entry entry = bucket.remove();
            if (entry.due() > tick) {
                bucket.add(entry);
            } else {
                runSafely(entry.task());
            }
        }
    }

    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A timer task failed", e); // one session's trouble must not stop everybody's clock
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ArrayDeque<Entry>[] emptyBuckets() {
        ArrayDeque<Entry>[] buckets = new ArrayDeque[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new ArrayDeque<>(0);
        }
        return buckets;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private record Entry(long due, Runnable task) {}
}
