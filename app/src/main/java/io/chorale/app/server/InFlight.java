package io.chorale.app.server;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;

/** Counts requests that are being answered: Helidon's stop interrupts them, so one waits for them before. */
final class InFlight implements Filter {
    /** Guards {@link #count}. */
    private final Object lock = new Object();

    private int count;

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        change(1);
        try {
            chain.proceed();
        } finally {
            change(-1);
        }
    }

    int count() {
        synchronized (lock) {
            return count;
        }
    }

    /** Returns when there are none, or the time is over, or the thread is interrupted. */
    void awaitNone(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        synchronized (lock) {
            try {
                for (long left = end - System.nanoTime(); count > 0 && left > 0; left = end - System.nanoTime()) {
                    lock.wait(left / 1_000_000 + 1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void change(int by) {
        synchronized (lock) {
            count += by;
            lock.notifyAll();
        }
    }
}
