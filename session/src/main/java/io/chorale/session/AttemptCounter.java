package io.chorale.session;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts attempts of the last three minutes, for limits that hold on all replicas together. Minutes are counted whole,
 * so an attempt weighs for two to three minutes. Safe for use by many threads.
 *
 * <p>All implementations pass {@code AttemptCounterContract}.
 */
public interface AttemptCounter {
    /** How long an attempt weighs at most. */
    Duration WINDOW = Duration.ofMinutes(3);

    /**
     * Adds to what is counted for a subject and returns the sum of the window, not below 0.
     *
     * @param subject an account, an address; at most 400 characters
     * @param by 1 for an attempt, -1 when it turned out to be none, 0 only to ask
     * @throws SessionStoreUnavailableException when it cannot be counted in time; it may have been counted then
     */
    long add(String subject, int by, Instant now);
}
