package io.chorale.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The bounds of a session that every store keeps. Sizes are bytes of UTF-8, name and value together. */
public final class SessionLimits {
    public static final int ATTRIBUTES = 64;
    public static final int ATTRIBUTE_BYTES = 16 * 1024;
    public static final int TOTAL_BYTES = 64 * 1024;
    /** Live sessions of one user; one more ends the one that would expire first. */
    public static final int SESSIONS_PER_USER = 1_000;

    private static final int USER_ID_CHARACTERS = 256;
    private static final Duration LONGEST_TOUCH_INTERVAL = Duration.ofMinutes(1);

    private SessionLimits() {}

    /**
     * How old a touch may grow before a load renews it: a quarter of the idle time, at most a minute. A touch is a
     * write, which costs replication and disk; most loads are reads.
     */
    public static Duration touchInterval(Duration idleTimeout) {
        Duration quarter = idleTimeout.dividedBy(4);
        return quarter.compareTo(LONGEST_TOUCH_INTERVAL) < 0 ? quarter : LONGEST_TOUCH_INTERVAL;
    }

    /** @throws IllegalArgumentException for a blank or overlong id */
    public static void checkUserId(String userId) {
        if (userId.isBlank() || userId.length() > USER_ID_CHARACTERS) {
            throw new IllegalArgumentException("A user id has 1 to " + USER_ID_CHARACTERS
                    + " characters and is not blank; this one has " + userId.length() + ".");
        }
    }

    /**
     * Checks all attributes of a session.
     *
     * @throws IllegalArgumentException naming the attribute or the sum that is over its bound
     */
    public static void check(Map<String, String> attributes) {
        checkCount(attributes.size());
        int total = 0;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            total += check(attribute.getKey(), attribute.getValue());
        }
        checkTotal(total);
    }

    /** Checks one attribute and returns its size in bytes. */
    public static int check(String name, String value) {
        int size = bytes(name) + bytes(value);
        if (name.isEmpty() || size > ATTRIBUTE_BYTES) {
            throw new IllegalArgumentException("Session attribute '" + abbreviated(name) + "' has " + size
                    + " bytes; a name is not empty, and an attribute has at most " + ATTRIBUTE_BYTES
                    + ". Keep large data elsewhere and its id in the session.");
        }
        return size;
    }

    public static void checkCount(int count) {
        if (count > ATTRIBUTES) {
            throw new IllegalArgumentException(
                    "The session would have " + count + " attributes; at most " + ATTRIBUTES + " are kept.");
        }
    }

    public static void checkTotal(long total) {
        if (total > TOTAL_BYTES) {
            throw new IllegalArgumentException("The attributes of the session would have " + total + " bytes; at most "
                    + TOTAL_BYTES + " are kept. Keep large data elsewhere and its id in the session.");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String abbreviated(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
