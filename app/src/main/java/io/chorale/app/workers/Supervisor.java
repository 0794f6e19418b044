package io.chorale.app.workers;

import io.chorale.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@code UVICORN_WORKERS} workers alive on one port. Safe for use by many threads; does not use Redis itself.
 *
 * <p>A worker that dies is started again after a pause that grows from half a second to thirty. When starts fail
 * {@value #FAILED_STARTS} times and no worker was ever ready, or the settings are refused, all is given up.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final int FAILED_STARTS = 5;
    /** Exit codes that say that another start will not help: wrong usage, wrong settings. */
    private static final List<Integer> HOPELESS = List.of(64, 78);
    /** Beyond SHUTDOWN_TIMEOUT, before a worker is killed. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Settings settings;
    private final List<WorkerSlot> slots = new ArrayList<>();
    private final AtomicInteger failedStarts = new AtomicInteger();
    private final CompletableFuture<Integer> givenUp = new CompletableFuture<>();
    private final ReservedPort port;
    private final @Nullable WorkerStatus status;

    private Supervisor(Settings settings, ReservedPort port, WorkerLaunch launch, Consumer<String> output) {
        this.settings = settings;
        this.port = port;
        for (int number = 1; number <= launch.workers(); number++) {
            slots.add(new WorkerSlot(number, launch, output, this::startFailed));
        }
        status = settings.server().managementPort().isPresent() ? WorkerStatus.start(settings, slots) : null;
    }

    /**
     * Starts all workers; returns at once.
     *
     * @param launch its workers listen on the port of the settings, which must not be 0
     * @param output takes whole lines of the workers, of several threads
     * @throws io.chorale.app.server.ListenException when the port, or the management port, cannot be had
     */
    public static Supervisor start(Settings settings, ReservedPort port, WorkerLaunch launch, Consumer<String> output) {
        Supervisor supervisor = new Supervisor(settings, port, launch, output);
        LOG.info("Starting {} workers on port {}", launch.workers(), port.number());
        supervisor.slots.forEach(WorkerSlot::start);
        return supervisor;
    }

    /** Where it answers for its workers; 0 when there is no management port. */
    public int managementPort() {
        return status == null ? 0 : status.port();
    }

    private void startFailed(int code) {
        boolean anyReady =
                slots.stream().map(WorkerSlot::current).anyMatch(worker -> worker != null && worker.wasReady());
        if (!anyReady && (HOPELESS.contains(code) || failedStarts.incrementAndGet() >= FAILED_STARTS)) {
            LOG.error("No worker could start, the last one ended with {}: giving up. What it printed says why", code);
            givenUp.complete(code);
        }
    }

    /** Waits until all is given up; returns the exit code of the worker that could not start. */
    public int awaitGivenUp() throws InterruptedException {
        try {
            return givenUp.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces the workers one by one: the new one is ready before the old one drains. Returns when all are done. */
    public synchronized void roll() throws InterruptedException {
        LOG.info("Replacing {} workers, one by one", slots.size());
        for (WorkerSlot slot : slots) {
            if (!slot.replace(longestStop())) {
                return;
            }
        }
        LOG.info("All workers are replaced");
    }

    private Duration longestStop() {
        return settings.server().shutdownTimeout().plus(MARGIN);
    }

    /** SIGTERM to all workers at once; returns when all have drained, or were killed. Idempotent. */
    @Override
    public void close() {
        slots.forEach(WorkerSlot::stop);
        try {
            for (WorkerSlot slot : slots) {
                slot.awaitEnd(longestStop());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (status != null) {
            status.close();
        }
        port.close();
    }
}
