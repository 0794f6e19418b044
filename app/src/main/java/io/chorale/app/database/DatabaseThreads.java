package io.chorale.app.database;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads for a database that lives in native code. A virtual thread that waits there, for the disk or another
 * writer, would hold one of the few carriers, and with them everybody else. Work is taken in the order of arrival; at
 * most 10,000 pieces wait. Safe for use by many threads.
 */
final class DatabaseThreads implements AutoCloseable {
    private static final int WAITING = 10_000;

    private final ThreadPoolExecutor threads;
    private final Duration patience;

    /** @param patience how long a piece of work waits for its turn */
    DatabaseThreads(String name, int count, Duration patience) {
        this.patience = patience;
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    /**
     * Returns what the work returns, throws what it throws.
     *
     * @throws DatabaseBusyException when its turn does not come in time; it does not run then
     */
    <T extends @Nullable Object> T run(Supplier<T> work) {
        AtomicBoolean taken = new AtomicBoolean();
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                if (taken.compareAndSet(false, true)) {
                    complete(result, work);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new DatabaseBusyException("Too much work waits for the database", e);
        }
        try {
            return await(result, taken);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseBusyException("Interrupted while the database worked", e);
        }
    }

    private <T extends @Nullable Object> T await(CompletableFuture<T> result, AtomicBoolean taken)
            throws InterruptedException {
        try {
            try {
                return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (taken.compareAndSet(false, true)) {
                    throw new DatabaseBusyException("The database was busy for " + patience, e);
                }
                return result.get(); // at work: ends within the time-outs of the driver
            }
        } catch (ExecutionException e) {
            throw asThrown(e);
        }
    }

    private static <T extends @Nullable Object> void complete(CompletableFuture<T> result, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private static RuntimeException asThrown(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException(failure);
        };
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
