package io.chorale.websocket.engineio;

import org.jspecify.annotations.Nullable;

/** A websocket that carries a session from its first byte; a place is reserved for it. Used by the connection's reader alone. */
final class SocketSession implements SocketTransport.Handler {
    private final EngineServer server;
    private final Handshake handshake;
    private @Nullable ClientSession session;

    SocketSession(EngineServer server, Handshake handshake) {
        this.server = server;
        this.handshake = handshake;
    }

    @Override
    public void opened(SocketTransport connection) {
        session = server.open(handshake, connection);
    }

    @Override
    public void text(SocketTransport connection, byte[] utf8) {
        if (session != null) {
            session.onSocketText(connection, utf8);
        }
    }

    @Override
    public void binary(SocketTransport connection, byte[] data) {
        if (session != null) {
            session.onSocketBinary(connection, data);
        }
    }

    @Override
    public void ended(SocketTransport connection, CloseReason reason) {
        if (session != null) {
            session.onSocketEnded(connection, reason);
        }
    }
}
