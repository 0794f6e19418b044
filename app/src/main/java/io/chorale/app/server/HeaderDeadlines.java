package io.chorale.app.server;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Cuts clients whose headers trickle in (slowloris): each byte comes in time, the whole never does, and Helidon 4.2 has no
 * limit on it. Safe for many threads.
 */
final class HeaderDeadlines implements Http1ConnectionListener, AutoCloseable {
    private static final int CHECKS_PER_LIMIT = 4;

    private final Map<ConnectionContext, Long> deadlines = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("header-deadlines").factory());
    private final long limit;

    HeaderDeadlines(Duration limit) {
        this.limit = limit.toNanos();
        long period = this.limit / CHECKS_PER_LIMIT;
        timer.scheduleWithFixedDelay(this::cut, period, period, TimeUnit.NANOSECONDS);
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        deadlines.put(connection, System.nanoTime() + limit);
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        deadlines.remove(connection);
    }

    private void cut() {
        long now = System.nanoTime();
        deadlines.forEach((connection, deadline) -> {
            if (deadline - now < 0 && deadlines.remove(connection, deadline)) {
                try {
                    connection.serverSocket().close();
                } catch (RuntimeException alreadyGone) {
                    // The client was faster.
                }
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
