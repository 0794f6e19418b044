package io.chorale.websocket.engineio;

import java.time.Instant;

/**
 * A request that was refused for its origin.
 *
 * @param origin as sent, at most 200 characters
 * @param host which host the request was for
 * @param cure the setting that would let it in; empty when there is none
 */
public record OriginRefusal(String origin, String host, Instant time, String cure) {

    /** For logs and pages: what was seen, why it matters, what to set. */
    public String message() {
        return "The origin " + origin + " is not an accepted origin of " + host
                + ": a page of another site could act for the people who are signed in here. "
                + (cure.isEmpty()
                        ? "It is not of the form scheme://host:port, so no setting can let it in"
                        : "If it is yours, set " + cure);
    }
}
