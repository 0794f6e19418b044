package io.chorale.session;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A session as a store holds it. Immutable.
 *
 * @param expires absolute end, however active the session is; empty means never
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
        attributes = Map.copyOf(attributes);
    }
}
