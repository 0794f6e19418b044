package io.chorale.websocket.socketio;

import io.chorale.websocket.engineio.CloseReason;

/**
 * Who a socket is.
 *
 * @param socketId public
 * @param recoveryId private: with it anybody could take over the session
 * @param recovered taken over from an earlier connection
 */
record SocketIdentity(String socketId, String recoveryId, boolean recovered) {

    static SocketIdentity fresh(Identifiers ids) {
        return new SocketIdentity(ids.next(), ids.next(), false);
    }

    /** A client that left, was sent away or broke the protocol does not get its session back. */
    static boolean mayResumeAfter(CloseReason reason) {
        return switch (reason) {
            case TRANSPORT_CLOSE,
                    TRANSPORT_ERROR,
                    PING_TIMEOUT,
                    FORCED_CLOSE,
                    FORCED_SERVER_CLOSE,
                    SERVER_SHUTTING_DOWN,
                    SLOW_CONSUMER -> true;
            case PARSE_ERROR, SERVER_NAMESPACE_DISCONNECT, CLIENT_NAMESPACE_DISCONNECT -> false;
        };
    }
}
