package io.chorale.websocket.engineio;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long a polling request may read its body or write its answer. A virtual thread that is interrupted while it
 * blocks on a socket closes that socket ({@link java.net.Socket}), which is the only way to end such a request on Helidon
 * 4.2: it sets no read time-out, and a request does not show its socket. Safe for use by many threads.
 */
final class RequestDeadlines {
    private final Set<Running> requests = ConcurrentHashMap.newKeySet();

    /** Starts the clock for the current thread, which must be virtual and must close what it gets. */
    Running start(Duration limit) {
        Running request = new Running(Thread.currentThread(), System.nanoTime() + limit.toNanos());
        requests.add(request);
        return request;
    }

    /** Called now and then. */
    void check(long now) {
        for (Running request : requests) {
            if (now - request.deadline > 0) {
                request.interrupt();
            }
        }
    }

    final class Running implements AutoCloseable {
        private final long deadline;
        private @Nullable Thread thread;
        private boolean over;

        private Running(Thread thread, long deadline) {
            this.thread = thread;
            this.deadline = deadline;
        }

        private synchronized void interrupt() {
            if (thread != null && !over) {
                over = true;
                thread.interrupt();
            }
        }

        /** Was the request cut off? */
        synchronized boolean isOver() {
            return over;
        }

        /** Stops the clock; an interrupt that came too late is taken back. */
        @Override
        public synchronized void close() {
            requests.remove(this);
            thread = null;
            if (over) {
                Thread.interrupted();
            }
        }
    }
}
