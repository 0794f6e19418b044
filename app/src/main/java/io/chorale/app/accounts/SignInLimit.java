package io.chorale.app.accounts;

import io.chorale.session.AttemptCounter;
import io.chorale.session.SessionStoreUnavailableException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.HexFormat;

/**
 * Slows guessing down: at most 15 wrong tries in three minutes for one account, and ten times as many from one address,
 * behind which may be a whole office; an IPv6 address stands for its /64. All replicas count together; while their
 * counter is away, each counts for itself. Safe for use by many threads.
 */
final class SignInLimit {
    static final int TRIES = 15;
    static final int TRIES_OF_AN_ADDRESS = 150;

    private static final int LONGEST_EMAIL = 320;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private final AttemptCounter shared;
    private final AttemptCounter here;
    private final Clock clock;

    /** @param here takes part in every count, so that it knows what was when {@code shared} goes away */
    SignInLimit(AttemptCounter shared, AttemptCounter here, Clock clock) {
        this.shared = shared;
        this.here = here;
        this.clock = clock;
    }

    /** Counts a try. @return false when there were too many */
    boolean allows(String email, String address) {
        return add(ofAddress(address), 1) <= TRIES_OF_AN_ADDRESS && (!mayExist(email) || add(email, 1) <= TRIES);
    }

    /** The try was no guess: it does not count. */
    void succeeded(String email, String address) {
        add(ofAddress(address), -1);
        add(email, -1);
    }

    /** After how many seconds it is certainly worth trying again. */
    int retrySeconds() {
        return Math.toIntExact(AttemptCounter.WINDOW.toSeconds());
    }

    private long add(String subject, int by) {
        long counted = here.add(subject, by, clock.instant());
        try {
            return shared.add(subject, by, clock.instant());
        } catch (SessionStoreUnavailableException away) {
            return counted;
        }
    }

    /** Other texts name no account, but could name the counter of an address. */
    private static boolean mayExist(String email) {
        return email.contains("@") && email.length() <= LONGEST_EMAIL;
    }

    private static String ofAddress(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            return "address:"
                    + (bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : address);
        } catch (IllegalArgumentException e) {
            return "address:" + address;
        }
    }
}
