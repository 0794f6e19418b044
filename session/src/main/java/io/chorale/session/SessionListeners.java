package io.chorale.session;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands announcements of a store to its listeners on a thread of its own, so that a store's network thread never runs
 * what listeners do. At most 10,000 announcements wait; beyond that listeners hear {@link
 * SessionListener#mayHaveMissed}. Safe for use by many threads.
 */
public final class SessionListeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionListeners.class);
    private static final int WAITING = 10_000;

    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Consumer<SessionListener>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicBoolean missed = new AtomicBoolean();
    private final Thread dispatcher =
            Thread.ofVirtual().name("session-listeners").start(this::dispatch);

    public void add(SessionListener listener) {
        listeners.add(listener);
    }

    public void ended(SessionEnded session) {
        if (!waiting.offer(listener -> listener.ended(session))) {
            missed.set(true);
        }
    }

    public void mayHaveMissed() {
        missed.set(true);
        // Only wakes the dispatcher; when the queue is full it is awake.
        waiting.offer(listener -> {});
    }

    /** Announcements that still wait are dropped. */
    @Override
    public void close() {
        dispatcher.interrupt();
    }

    private void dispatch() {
        try {
            while (true) {
                tell(waiting.take());
                if (missed.compareAndSet(true, false)) {
                    tell(SessionListener::mayHaveMissed);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Consumer<SessionListener> announcement) {
        for (SessionListener listener : listeners) {
            try {
                announcement.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("A session listener failed; the others are told nevertheless", e);
            }
        }
    }
}
