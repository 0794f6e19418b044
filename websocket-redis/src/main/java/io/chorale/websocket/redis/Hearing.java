package io.chorale.websocket.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisReadonlyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out when this replica no longer hears its peers although it believes to be connected. Each beat sends a message to
 * this replica itself, and notes where the log ends: the message must come back and the reader must get there in time. Safe
 * for use by many threads.
 */
final class Hearing {
    private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

    private final Duration bound;
    private final Runnable rebuild;
    /** Nano times of the last good sign. */
    private volatile long answered;

    private volatile long channelHeard;
    private volatile long logHeard;
    private volatile String reason = "";
    private volatile long behind;
    private volatile Duration roundTrip = Duration.ZERO;
    private volatile String failure = "Redis has not answered";

    // Touched by the thread of check() only.
    private LogPosition logEnd = new LogPosition(0, 0);
    private long deafSince;
    private long entriesBefore;

    /** @param rebuild makes the subscriptions anew */
    Hearing(Duration bound, Runnable rebuild) {
        this.bound = bound;
        this.rebuild = rebuild;
        long now = System.nanoTime();
        this.answered = now;
        this.channelHeard = now;
        this.logHeard = now;
    }

    /** A beat came back through the channel of this replica. */
    void channelHeard() {
        channelHeard = System.nanoTime();
    }

    /** Redis answered a heartbeat after so long. */
    void answered(Duration after) {
        answered = System.nanoTime();
        roundTrip = after;
    }

    /** A heartbeat failed. */
    void unanswered(RuntimeException cause) {
        failure = switch (cause) {
            case RedisOutOfMemoryException _ -> "Redis has no memory left (maxmemory) and refuses heartbeats";
            case RedisReadonlyException _ -> "the Redis that it reaches is a replica and refuses heartbeats";
            default -> "Redis has not answered";
        };
    }

    /** Empty when all is well. */
    String reason() {
        return reason;
    }

    /** Events of the log that were not read at the last beat. */
    long behind() {
        return behind;
    }

    Duration roundTrip() {
        return roundTrip;
    }

    /**
     * Once each beat, by one thread.
     *
     * @param reached how far this replica has read the log
     * @param end where the log ended at the last answered heartbeat
     * @param entries read so far
     */
    void check(LogPosition reached, LogPosition end, long entries) {
        behind = end.compareTo(reached) > 0 ? Math.max(0, end.number() - reached.number()) : 0;
        if (reached.compareTo(logEnd) >= 0) {
            logHeard = System.nanoTime();
            logEnd = end;
        }
        String now = judge();
        if (now.isEmpty() && !reason.isEmpty()) {
            LOG.info(
                    "This replica hears its peers again after {} ms; {} entries of the log were read meanwhile",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - deafSince),
                    entries - entriesBefore);
        } else if (!now.isEmpty() && reason.isEmpty()) {
            LOG.warn("This replica does not hear its peers: {}. It is not ready until it does", now);
            deafSince = System.nanoTime();
            entriesBefore = entries;
        }
        reason = now;
        if (isOver(channelHeard) && !isOver(answered)) {
            rebuild.run();
        }
    }

    private String judge() {
        if (isOver(answered)) {
            return failure + " for more than " + bound.toSeconds() + " s";
        }
        if (isOver(channelHeard)) {
            return "its messages to itself have not come back for more than " + bound.toSeconds() + " s";
        }
        if (isOver(logHeard)) {
            return "it is more than " + bound.toSeconds() + " s behind the log";
        }
        return "";
    }

    private boolean isOver(long since) {
        return System.nanoTime() - since > bound.toNanos();
    }
}
