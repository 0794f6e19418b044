package io.chorale.websocket.socketio;

/** The client broke the protocol in a way that cannot be mended: its connection ends. */
final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Flyweight on purpose: a hostile client must not make the server collect stack traces. */
    MalformedPacketException(String message) {
        super(message, null, false, false);
    }
}
