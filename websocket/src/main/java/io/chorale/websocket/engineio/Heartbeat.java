package io.chorale.websocket.engineio;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Pings one session and gives it up when nothing comes back (Engine.IO protocol, "Heartbeat"). There is exactly one
 * timer task for it at any time: pongs are only noted, so a client that sends many starts no more timers. Runs on the
 * timer's thread; {@link #heard} and {@link #pong} may come from any other.
 */
final class Heartbeat {
    private static final EnginePacket PING = EnginePacket.of("2");
    /** Below this interval (tests) all pings are sent exactly in time. */
    private static final long JITTER_FROM_NANOS = 5_000_000_000L;

    /** A tick or two are nothing: clients know when a ping was due, and count from there. */
    private static final long MUCH_TOO_LATE_NANOS = 100_000_000L;

    private final ClientSession session;
    private final TimerWheel timers;
    private final long interval;
    private final long timeout;

    private volatile boolean awaitingPong;
    private volatile boolean heardSincePing;
    private volatile long nextPing;
    private volatile long deadline;
    /** Touched by the timer's thread alone. */
    private boolean extended;

    Heartbeat(ClientSession session, EngineOptions options, TimerWheel timers) {
        this.session = session;
        this.timers = timers;
        this.interval = options.pingInterval().toNanos();
        this.timeout = options.pingTimeout().toNanos();
        this.deadline = System.nanoTime() + interval + timeout; // the client may ask before start() is reached
    }

    void start() {
        long first = firstPing(interval);
        nextPing = System.nanoTime() + first;
        deadline = nextPing + timeout;
        timers.schedule(first, this::beat);
    }

    /** The first ping comes up to a fifth early, so that sessions that began together do not stay in step. */
    static long firstPing(long interval) {
        return interval < JITTER_FROM_NANOS
                ? interval
                : interval - ThreadLocalRandom.current().nextLong(interval / 5);
    }

    /**
     * The next ping is due an interval after the last one was, so that pings keep their pace whatever the round trip
     * and the timer's ticks add; after a slow pong it leaves the client at least half an interval.
     */
    synchronized void pong() {
        if (awaitingPong) {
            nextPing = Math.max(nextPing + interval, System.nanoTime() + interval / 2);
            deadline = nextPing + timeout;
            awaitingPong = false;
        }
    }

    /** Anything but a pong; it puts the deadline off once, so that a long upload is no ping time-out. */
    void heard() {
        heardSincePing = true;
    }

    /** Is the time over, even if the timer has not noticed yet? */
    boolean isOverdue() {
        return System.nanoTime() - deadline > 0 && !heardSincePing;
    }

    private void beat() {
        if (!session.isOpen()) {
            return;
        }
        long now = System.nanoTime();
        if (awaitingPong) {
            judge(now);
        } else if (now < nextPing) {
            timers.schedule(nextPing - now, this::beat);
        } else {
            ping(now);
        }
    }

    private void ping(long now) {
        awaitingPong = true;
        heardSincePing = false;
        extended = false;
        if (now - nextPing > MUCH_TOO_LATE_NANOS) {
            deadline = now + timeout; // the process was stopped for a while: that is not the clients' fault
        }
        session.send(PING);
        timers.schedule(Math.min(interval, timeout), this::beat);
    }

    private void judge(long now) {
        if (now < deadline) {
            timers.schedule(deadline - now, this::beat);
        } else if (heardSincePing && !extended) {
            extended = true;
            deadline = now + timeout;
            timers.schedule(timeout, this::beat);
        } else {
            session.endElsewhere(CloseReason.PING_TIMEOUT); // nobody's onClose may stop everybody's clock
        }
    }
}
