package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which room of one namespace on this replica. Reading takes no lock and costs as much as there are members;
 * writing is serialised, so that the cluster hears of the first and the last member of a room in order.
 */
final class RoomIndex {
    private final String namespace;
    private final ClusterManager cluster;
    private final Map<String, Socket> members = new ConcurrentHashMap<>();
    private final Map<String, Set<Socket>> rooms = new ConcurrentHashMap<>();

    RoomIndex(String namespace, ClusterManager cluster) {
        this.namespace = namespace;
        this.cluster = cluster;
    }

    int size() {
        return members.size();
    }

    Collection<Socket> members() {
        return members.values();
    }

    @Nullable
    Socket member(String id) {
        return members.get(id);
    }

    Set<String> roomNames() {
        return Set.copyOf(rooms.keySet());
    }

    boolean isInterested(Set<String> wanted) {
        if (wanted.isEmpty()) {
            return !members.isEmpty();
        }
        for (String room : wanted) {
            if (rooms.containsKey(room)) {
                return true;
            }
        }
        return false;
    }

    /** @return the socket that had the same id until now */
    synchronized @Nullable Socket enter(Socket socket, Set<String> its) {
        Socket before = members.put(socket.id(), socket);
        its.forEach(room -> join(socket, room));
        return before;
    }

    synchronized void exit(Socket socket, Set<String> its) {
        members.remove(socket.id(), socket);
        its.forEach(room -> leave(socket, room));
    }

    synchronized void join(Socket socket, String room) {
        Set<Socket> inside = rooms.get(room);
        if (inside == null) {
            inside = ConcurrentHashMap.newKeySet(1);
            inside.add(socket);
            rooms.put(room, inside);
            cluster.roomOpened(namespace, room);
        } else {
            inside.add(socket);
        }
    }

    synchronized void leave(Socket socket, String room) {
        Set<Socket> inside = rooms.get(room);
        if (inside != null && inside.remove(socket) && inside.isEmpty()) {
            rooms.remove(room);
            cluster.roomClosed(namespace, room);
        }
    }

    /** Each socket of the target once. The answer may be a live view: for reading through once. */
    Collection<Socket> select(Target target) {
        Collection<Socket> chosen = chosen(target.rooms());
        if (target.except().isEmpty() || chosen.isEmpty()) {
            return chosen;
        }
        List<Set<Socket>> excepted = new ArrayList<>(target.except().size());
        for (String room : target.except()) {
            excepted.add(rooms.getOrDefault(room, Set.of()));
        }
        List<Socket> rest = new ArrayList<>(chosen.size());
        for (Socket socket : chosen) {
            if (excepted.stream().noneMatch(inside -> inside.contains(socket))) {
                rest.add(socket);
            }
        }
        return rest;
    }

    private Collection<Socket> chosen(Set<String> wanted) {
        if (wanted.isEmpty()) {
            return members.values();
        }
        if (wanted.size() == 1) {
            return rooms.getOrDefault(wanted.iterator().next(), Set.of());
        }
        Set<Socket> union = new LinkedHashSet<>();
        for (String room : wanted) {
            union.addAll(rooms.getOrDefault(room, Set.of()));
        }
        return union;
    }
}
