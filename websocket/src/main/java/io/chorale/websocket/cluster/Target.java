package io.chorale.websocket.cluster;

import java.util.Set;

/**
 * A choice of sockets of one namespace: the union of the rooms (every socket when empty) without the sockets that are
 * in an excepted room. The id of a socket is also a room with that one member.
 */
public record Target(Set<String> rooms, Set<String> except) {
    public static final Target EVERYONE = new Target(Set.of(), Set.of());

    public Target {
        rooms = Set.copyOf(rooms);
        except = Set.copyOf(except);
    }

    public static Target room(String room) {
        return new Target(Set.of(room), Set.of());
    }

    /** Would a socket in these rooms be meant? */
    public boolean includes(Set<String> memberOf) {
        return (rooms.isEmpty() || intersect(rooms, memberOf)) && !intersect(except, memberOf);
    }

    private static boolean intersect(Set<String> some, Set<String> others) {
        for (String one : some) {
            if (others.contains(one)) {
                return true;
            }
        }
        return false;
    }
}
