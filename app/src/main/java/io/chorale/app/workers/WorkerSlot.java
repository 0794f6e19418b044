package io.chorale.app.workers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One place for a worker: starts it, starts it again when it dies, replaces it on request. Safe for use by many threads.
 */
final class WorkerSlot {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSlot.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** After so long a life the next death is taken for the first. */
    private static final Duration STEADY = Duration.ofMinutes(1);
    /** A start takes seconds; on a busy machine many. */
    private static final Duration START_WITHIN = Duration.ofMinutes(3);

    private final int number;
    private final WorkerLaunch launch;
    private final Consumer<String> output;
    private final IntConsumer onFailedStart;
    private final AtomicInteger restarts = new AtomicInteger();
    /** Guards the change of {@link #current} against {@link #stop}. */
    private final Object lock = new Object();

    private volatile @Nullable WorkerProcess current;
    private volatile boolean stopping;
    private @Nullable Thread keeper;

    /** @param onFailedStart told the exit code when a worker ended before it was ready */
    WorkerSlot(int number, WorkerLaunch launch, Consumer<String> output, IntConsumer onFailedStart) {
        this.number = number;
        this.launch = launch;
        this.output = output;
        this.onFailedStart = onFailedStart;
    }

    void start() {
        keeper = Thread.ofPlatform().name("worker-" + number).start(this::keep);
    }

    int number() {
        return number;
    }

    @Nullable
    WorkerProcess current() {
        return current;
    }

    /** Not counting replacements that were asked for. */
    int restarts() {
        return restarts.get();
    }

    private void keep() {
        Duration pause = FIRST_PAUSE;
        try {
            begin();
            while (!stopping) {
                WorkerProcess worker = current;
                if (worker == null) {
                    return;
                }
                int code = worker.awaitEnd();
                if (stopping || worker != current) {
                    continue; // it was replaced, or all stop
                }
                if (!worker.wasReady()) {
                    onFailedStart.accept(code);
                }
                pause = worker.age().compareTo(STEADY) > 0 ? FIRST_PAUSE : pause;
                LOG.warn(
                        "Worker {} (pid {}) ended with {} after {} s; another starts in {} ms",
                        number,
                        worker.pid(),
                        code,
                        worker.age().toSeconds(),
                        pause.toMillis());
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                restarts.incrementAndGet();
                begin();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable WorkerProcess begin() {
        synchronized (lock) {
            if (stopping) {
                return null;
            }
            try {
                WorkerProcess worker = WorkerProcess.start(number, launch, output);
                current = worker;
                LOG.info("Worker {} starts, pid {}", number, worker.pid());
                return worker;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Starts another worker, and lets the old one drain when the new one is ready. When that does not come about the
     * old one stays.
     *
     * @param drain how long the old one may take
     * @return whether it was replaced
     */
    boolean replace(Duration drain) throws InterruptedException {
        WorkerProcess old = current;
        WorkerProcess fresh = begin();
        if (fresh == null) {
            return false;
        }
        if (!fresh.awaitReady(START_WITHIN)) {
            synchronized (lock) {
                current = old;
            }
            fresh.terminate();
            fresh.awaitEnd(drain);
            LOG.error("The new worker {} did not become ready; the old one stays, and no other is replaced", number);
            return false;
        }
        if (old != null) {
            old.terminate();
            old.awaitEnd(drain);
        }
        return true;
    }

    /** SIGTERM, and no other worker after this one. */
    void stop() {
        synchronized (lock) {
            stopping = true;
        }
        WorkerProcess worker = current;
        if (worker != null) {
            worker.terminate();
        }
    }

    /** After {@link #stop}: returns when it has ended. */
    void awaitEnd(Duration time) throws InterruptedException {
        WorkerProcess worker = current;
        if (worker != null) {
            worker.awaitEnd(time);
        }
        if (keeper != null) {
            keeper.interrupt();
        }
    }
}
