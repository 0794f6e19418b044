package io.chorale.websocket.redis.emitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** Names of rooms, sockets and namespaces in foreign messages. */
final class Rooms {
    private static final int LONGEST = 1_000;

    private Rooms() {}

    /** One, several, or none (null). */
    static Set<String> read(JsonNode node) throws ForeignMessageException {
        if (node.isNull() || node.isMissingNode()) {
            return Set.of();
        }
        if (!node.isArray()) {
            return Set.of(one(node));
        }
        Set<String> rooms = new HashSet<>();
        for (JsonNode room : node) {
            rooms.add(one(room));
        }
        return rooms;
    }

    /** Both libraries allow numbers, which our rooms do not know. */
    static String one(JsonNode node) throws ForeignMessageException {
        if (!node.isTextual() && !node.isIntegralNumber()) {
            throw new ForeignMessageException("a room that is neither text nor number");
        }
        String room = node.asText();
        if (room.isEmpty() || room.length() > LONGEST) {
            throw new ForeignMessageException("a room of " + room.length() + " characters");
        }
        return room;
    }

    static String namespace(JsonNode node) throws ForeignMessageException {
        if (node.isNull() || node.isMissingNode()) {
            return "/";
        }
        String name = node.asText();
        if (!node.isTextual() || !name.startsWith("/") || name.length() > LONGEST || name.indexOf(',') >= 0) {
            throw new ForeignMessageException("a namespace that does not begin with a slash");
        }
        return name;
    }
}
