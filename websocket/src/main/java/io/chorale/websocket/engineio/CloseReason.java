package io.chorale.websocket.engineio;

/**
 * Why a session or a socket ended. The texts are part of the public API of Socket.IO (server side, "disconnect"
 * event), so applications that compare them find what they know from the reference implementation.
 */
public enum CloseReason {
    TRANSPORT_CLOSE("transport close"),
    TRANSPORT_ERROR("transport error"),
    PING_TIMEOUT("ping timeout"),
    PARSE_ERROR("parse error"),
    /** The application closed the connection. */
    FORCED_CLOSE("forced close"),
    /** The server closed it: invalid state, or no namespace joined in time. */
    FORCED_SERVER_CLOSE("forced server close"),
    SERVER_SHUTTING_DOWN("server shutting down"),
    SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
    CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
    /** The peer does not read what it is sent: its queue reached the bound. The client may resume. */
    SLOW_CONSUMER("transport error");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** What the disconnect event of Socket.IO says. */
    public String text() {
        return text;
    }
}
