package io.chorale.websocket.cluster;

import java.util.Set;

/** The rooms of a socket, as a test for which events of the log were meant for it. */
public record RoomFilter(Set<String> rooms) {
    public RoomFilter {
        rooms = Set.copyOf(rooms);
    }

    public boolean accepts(Target target) {
        return target.includes(rooms);
    }
}
