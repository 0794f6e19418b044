package io.chorale.websocket.engineio;

import java.nio.charset.StandardCharsets;

/**
 * A websocket that wants to take over a polling session (Engine.IO protocol, "Upgrade"). Until the client's {@code 5}
 * it only probes: nothing but {@code 3probe} is sent on it and nothing else is taken from it.
 */
final class SocketProbe implements SocketTransport.Handler {
    private static final int LONGEST_PROBE_PACKET = 16;

    private final ClientSession session;

    SocketProbe(ClientSession session) {
        this.session = session;
    }

    @Override
    public void opened(SocketTransport connection) {
        if (!session.beginProbe(connection)) {
            connection.abort(CloseReason.TRANSPORT_CLOSE);
        }
    }

    @Override
    public void text(SocketTransport connection, byte[] utf8) {
        if (session.isProbe(connection)) {
            String packet = utf8.length > LONGEST_PROBE_PACKET ? "" : new String(utf8, StandardCharsets.UTF_8);
            session.onProbeText(connection, packet);
        } else {
            session.onSocketText(connection, utf8);
        }
    }

    @Override
    public void binary(SocketTransport connection, byte[] data) {
        if (session.isProbe(connection)) {
            connection.abort(CloseReason.PARSE_ERROR);
        } else {
            session.onSocketBinary(connection, data);
        }
    }

    @Override
    public void ended(SocketTransport connection, CloseReason reason) {
        session.onSocketEnded(connection, reason);
    }
}
