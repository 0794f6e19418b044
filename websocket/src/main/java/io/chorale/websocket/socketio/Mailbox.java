package io.chorale.websocket.socketio;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one socket one after the other, on a virtual thread that lives only while there are any. Bounded in
 * count and bytes: who puts more waits. Safe for use by many threads.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    /** How often somebody who waits for room looks whether its connection is still there. */
    private static final long LOOK_MILLIS = 500;

    private record Task(Runnable action, long bytes) {}

    private final Executor threads;
    private final int maxTasks;
    private final long maxBytes;
    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition taken = lock.newCondition();
    private final ArrayDeque<Task> tasks = new ArrayDeque<>(4);
    private long bytes;
    private boolean running;

    Mailbox(Executor threads, int maxTasks, long maxBytes) {
        this.threads = threads;
        this.maxTasks = maxTasks;
        this.maxBytes = maxBytes;
    }

    /** Adds a task if there is room. */
    boolean offer(Runnable action, long size) {
        lock.lock();
        try {
            if (isFull(size)) {
                return false;
            }
            add(new Task(action, size));
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a task, waiting for room while the condition holds. Returns false when it no longer does. */
    boolean put(Runnable action, long size, BooleanSupplier worthWaiting) {
        lock.lock();
        try {
            while (isFull(size)) {
                if (!worthWaiting.getAsBoolean()) {
                    return false;
                }
                taken.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            add(new Task(action, size));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a task even when there is no room: the end of a socket must find its place. */
    void force(Runnable action) {
        lock.lock();
        try {
            add(new Task(action, 0));
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull(long size) {
        return tasks.size() >= maxTasks || (bytes > 0 && bytes + size > maxBytes);
    }

    private void add(Task task) {
        tasks.add(task);
        bytes += task.bytes();
        if (!running) {
            running = true;
            threads.execute(this::drain);
        }
    }

    private void drain() {
        for (Task task = next(); task != null; task = next()) {
            try {
                task.action().run();
            } catch (Throwable e) { // an error, too: else nothing behind it would ever run
                LOG.error("A task of a socket failed", e);
            }
        }
    }

    private @Nullable Task next() {
        lock.lock();
        try {
            Task task = tasks.poll();
            if (task == null) {
                running = false;
            } else {
                bytes -= task.bytes();
                taken.signal();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }
}
