package io.chorale.websocket.socketio;

import io.chorale.websocket.socketio.SocketIoMetrics.Count;

/** The client broke the protocol in a way that cannot be mended: its connection ends. */
final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Count count;

    MalformedPacketException(String message) {
        this(Count.MALFORMED, message);
    }

    /** Flyweight on purpose: a hostile client must not make the server collect stack traces. */
    MalformedPacketException(Count count, String message) {
        super(message, null, false, false);
        this.count = count;
    }

    /** As what it is counted. */
    Count count() {
        return count;
    }
}
