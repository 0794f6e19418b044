package io.chorale.websocket.socketio;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A token bucket, which also notices who is over the rate all the time. Used by the reader of one connection. */
final class EventRate {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final int perSecond;
    private final int burst;
    private final long overloadNanos;
    private double tokens;
    private long last;
    private long heldBackSince;
    private boolean heldBack;

    EventRate(SocketIoLimits limits) {
        this(limits.eventsPerSecond(), limits.eventBurst(), limits.overloadTime(), System::nanoTime);
    }

    /** @param perSecond 0 for no limit */
    EventRate(int perSecond, int burst, Duration overloadTime, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.perSecond = perSecond;
        this.burst = burst;
        this.overloadNanos = overloadTime.toNanos();
        this.tokens = burst;
        this.last = nanoTime.getAsLong();
    }

    /** Takes a token, from the future if need be. Returns how long to wait until then, in nanoseconds. */
    long take() {
        if (perSecond == 0) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - last) * (double) perSecond / SECOND);
        last = now;
        if (tokens >= burst / 2.0) {
            heldBack = false; // there was a pause
        }
        tokens -= 1;
        if (tokens >= 0) {
            return 0;
        }
        if (!heldBack) {
            heldBack = true;
            heldBackSince = now;
        }
        return (long) (-tokens * SECOND / perSecond);
    }

    /** The sender has been over the rate for the whole time that is allowed. */
    boolean isOverloaded() {
        return heldBack && last - heldBackSince > overloadNanos;
    }
}
