package io.chorale.websocket.socketio;

import java.util.Set;

/** Names that the reference client uses for itself: it drops the connection when it receives one as an event. */
final class ReservedEvents {
    private static final Set<String> NAMES =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private ReservedEvents() {}

    static boolean contains(String name) {
        return NAMES.contains(name);
    }

    static void check(String name) {
        if (contains(name)) {
            throw new IllegalArgumentException(
                    "The event name \"" + name + "\" is reserved by Socket.IO: a client that "
                            + "receives it drops its connection. Use another name.");
        }
    }
}
