package io.chorale.websocket.socketio;

import java.util.concurrent.TimeUnit;

/** A token bucket of one second. Used by the reader of one connection. */
final class EventRate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private double tokens;
    private long last;

    /** @param perSecond 0 for no limit */
    EventRate(int perSecond) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.last = System.nanoTime();
    }

    /** Takes a token, from the future if need be. Returns how long to wait until then, in nanoseconds. */
    long take() {
        if (perSecond == 0) {
            return 0;
        }
        long now = System.nanoTime();
        tokens = Math.min(perSecond, tokens + (now - last) * (double) perSecond / SECOND);
        last = now;
        tokens -= 1;
        return tokens >= 0 ? 0 : (long) (-tokens * SECOND / perSecond);
    }
}
