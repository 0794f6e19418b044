package io.chorale.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * A session as a store holds it. Immutable; times in whole milliseconds.
 *
 * @param expires absolute end, however active the session is; empty means never
 * @param lastSeen last touch; up to a minute behind the last request, see {@link SessionLimits#touchInterval}
 * @param version grows by one with each saved change
 * @param attributes name to JSON text
 */
public record SessionRecord(
        SessionKey key,
        String userId,
        Instant created,
        Optional<Instant> expires,
        Instant lastSeen,
        long version,
        Map<String, String> attributes) {
    public SessionRecord {
        created = created.truncatedTo(ChronoUnit.MILLIS);
        expires = expires.map(end -> end.truncatedTo(ChronoUnit.MILLIS));
        lastSeen = lastSeen.truncatedTo(ChronoUnit.MILLIS);
        attributes = Map.copyOf(attributes);
    }

    /** Is its absolute end reached? Says nothing of the idle time, which is the store's. */
    public boolean isExpired(Instant now) {
        return expires.isPresent() && !now.isBefore(expires.get());
    }

    /** The same session, touched. */
    public SessionRecord seenAt(Instant now) {
        return new SessionRecord(key, userId, created, expires, now, version, attributes);
    }
}
