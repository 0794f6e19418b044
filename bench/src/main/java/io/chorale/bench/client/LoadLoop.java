package io.chorale.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread with a selector that drives all clients of a scenario. Safe for use by many threads. */
public final class LoadLoop implements AutoCloseable {
    private static final int BUFFER = 512 * 1024;

    private record Timer(long at, Runnable task) {}

    private final Selector selector;
    private final ByteBuffer shared = ByteBuffer.allocate(BUFFER);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>((a, b) -> Long.compare(a.at() - b.at(), 0));
    private final Thread thread;
    private volatile boolean stopped;

    public LoadLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().name("load").start(this::run);
    }

    Selector selector() {
        return selector;
    }

    /** Runs a task on the loop; its failure fails the future. */
    public CompletableFuture<Void> run(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        selector.wakeup();
        return done;
    }

    /** Runs a task after a while; to be called on the loop. */
    public void after(Duration delay, Runnable task) {
        timers.add(new Timer(System.nanoTime() + delay.toNanos(), task));
    }

    private void run() {
        try {
            while (!stopped) {
                selector.select(this::ready, waitMillis());
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                while (!timers.isEmpty() && timers.peek().at() - System.nanoTime() <= 0) {
                    timers.poll().task().run();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At least 1: 0 would mean for ever. */
    private long waitMillis() {
        return timers.isEmpty() ? 1_000 : Math.max(1, (timers.peek().at() - System.nanoTime()) / 1_000_000);
    }

    private void ready(SelectionKey key) {
        LoadClient client = (LoadClient) key.attachment();
        try {
            if (key.isConnectable()) {
                client.connectable();
            }
            if (key.isValid() && key.isReadable()) {
                client.readable(shared);
            }
            if (key.isValid() && key.isWritable()) {
                client.writable();
            }
        } catch (IOException | RuntimeException e) {
            client.close(e.toString());
        }
    }

    @Override
    public void close() {
        stopped = true;
        selector.wakeup();
        try {
            thread.join(Duration.ofSeconds(5));
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
