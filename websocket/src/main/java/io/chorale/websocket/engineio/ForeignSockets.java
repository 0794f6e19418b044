package io.chorale.websocket.engineio;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The websockets of this replica that belong to sessions of others. Safe for use by many threads. */
final class ForeignSockets {
    private final Set<SocketTransport> connections = ConcurrentHashMap.newKeySet();

    void add(SocketTransport connection) {
        connections.add(connection);
    }

    void remove(SocketTransport connection) {
        connections.remove(connection);
    }

    List<SocketTransport> all() {
        return List.copyOf(connections);
    }
}
