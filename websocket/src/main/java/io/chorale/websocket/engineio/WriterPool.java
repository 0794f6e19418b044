package io.chorale.websocket.engineio;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the queues of connections on a few virtual threads, started when there is something to write. A write may
 * block on a peer that does not read; when work waits and every thread has been in one drain for a tick, twice as many
 * threads are allowed, so a thousand stuck peers cost the others some ten ticks. Threads that were started and did not
 * get a processor yet do not count as stuck: else a busy machine would get ever more of them. Safe for use by many
 * threads.
 */
final class WriterPool {
    private static final Logger LOG = LoggerFactory.getLogger(WriterPool.class);
    private static final long TICK_NANOS = 20_000_000;

    private final ConcurrentLinkedQueue<Runnable> ready = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    /** Threads that are in a drain. */
    private final AtomicInteger busy = new AtomicInteger();

    private final AtomicInteger finished = new AtomicInteger();
    private final TimerWheel timers;
    private final int threads;
    private volatile int allowed;
    private volatile boolean closed;

    /** Touched by the timer's thread alone. */
    private int finishedAtLastTick;

    WriterPool(int threads, TimerWheel timers) {
        this.threads = threads;
        this.allowed = threads;
        this.timers = timers;
        timers.schedule(TICK_NANOS, this::watch);
    }

    void execute(Runnable drain) {
        ready.add(drain);
        startThread();
    }

    private void startThread() {
        int now = running.get();
        while (now < allowed && !ready.isEmpty()) {
            if (running.compareAndSet(now, now + 1)) {
                Thread.ofVirtual().name("websocket-writer").start(this::work);
                return;
            }
            now = running.get();
        }
    }

    private void work() {
        for (Runnable drain = next(); drain != null; drain = next()) {
            busy.incrementAndGet();
            run(drain);
            busy.decrementAndGet();
            finished.incrementAndGet();
        }
        running.decrementAndGet();
        startThread(); // something may have come between the last look and leaving
    }

    private static void run(Runnable drain) {
        try {
            drain.run();
        } catch (RuntimeException e) {
            LOG.error("A drain failed", e); // the pool must not lose a thread by it
        }
    }

    private @Nullable Runnable next() {
        return running.get() > allowed ? null : ready.poll();
    }

    private void watch() {
        int now = finished.get();
        int threadsNow = running.get();
        if (ready.isEmpty()) {
            allowed = threads;
        } else if (now == finishedAtLastTick && busy.get() >= threadsNow) {
            allowed = 2 * Math.max(threads, threadsNow);
            for (int i = threadsNow; i < allowed; i++) {
                startThread();
            }
        }
        finishedAtLastTick = now;
        if (!closed) {
            timers.schedule(TICK_NANOS, this::watch);
        }
    }

    void close() {
        closed = true;
    }
}
