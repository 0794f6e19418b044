package io.chorale.websocket.redis;

import java.util.Optional;
import org.redisson.api.stream.StreamMessageId;

/**
 * A place in the log, at once the id of its stream entry.
 *
 * <p>Numbers are contiguous, so what is missing shows; they jump only when the log begins a new epoch because Redis was
 * emptied or lost its newest entries, and then to the time in microseconds, which no older epoch ever reached. Times
 * never go back, so an entry of a new epoch is always later than any entry of an older one.
 *
 * @param millis time of the Redis server when the entry was added, never less than that of the entry before
 * @param number 1 more than that of the entry before
 */
record LogPosition(long millis, long number) implements Comparable<LogPosition> {
    private static final int LONGEST = 40;

    /** @return empty when the text is no position: offsets come back from clients */
    static Optional<LogPosition> parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 1 || text.length() > LONGEST || !digits(text, 0, dash) || !digits(text, dash + 1, text.length())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LogPosition(
                    Long.parseLong(text, 0, dash, 10), Long.parseLong(text, dash + 1, text.length(), 10)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    static LogPosition of(StreamMessageId id) {
        return new LogPosition(id.getId0(), id.getId1());
    }

    StreamMessageId streamId() {
        return new StreamMessageId(millis, number);
    }

    /** Is nothing missing between this entry and the given one? */
    boolean isFollowedBy(LogPosition next) {
        return next.number == number + 1 && next.millis >= millis;
    }

    @Override
    public int compareTo(LogPosition other) {
        int byTime = Long.compare(millis, other.millis);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return millis + "-" + number;
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < to;
    }
}
