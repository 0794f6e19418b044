package io.chorale.session.redis;

import io.chorale.session.SessionKey;
import io.chorale.session.SessionRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hash {@code P:session:<key>}, as the package says. */
final class SessionHash {
    private static final String ATTRIBUTE = "a:";

    private SessionHash() {}

    static String field(String attribute) {
        return ATTRIBUTE + attribute;
    }

    static String expires(SessionRecord session) {
        return session.expires().map(end -> Long.toString(end.toEpochMilli())).orElse("");
    }

    /** @param answer of load.lua, not empty: fields and values, then whether it was touched */
    static SessionRecord read(SessionKey key, List<@Nullable Object> answer) {
        Map<String, String> fields = new HashMap<>();
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            String field = text(answer.get(i));
            String value = text(answer.get(i + 1));
            if (field.startsWith(ATTRIBUTE)) {
                attributes.put(field.substring(ATTRIBUTE.length()), value);
            } else {
                fields.put(field, value);
            }
        }
        String expires = required(fields, "x");
        return new SessionRecord(
                key,
                required(fields, "u"),
                instant(required(fields, "c")),
                expires.isEmpty() ? Optional.empty() : Optional.of(instant(expires)),
                instant(required(fields, "s")),
                Long.parseLong(required(fields, "v")),
                attributes);
    }

    static boolean wasTouched(List<@Nullable Object> answer) {
        return Long.valueOf(1).equals(answer.getLast());
    }

    static String text(@Nullable Object bulk) {
        if (bulk instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        throw new IllegalStateException("Redis answered " + bulk + " where text was expected");
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalStateException("A session in Redis has no field " + name
                    + ": something else writes under our prefix. Give each application its own REDIS_KEY_PREFIX.");
        }
        return value;
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
