package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.ClientEnd;
import io.chorale.websocket.relay.RelayedSocket;

/**
 * A websocket of this replica that belongs to a session of another: passes on what the client sends and writes what the
 * owner sends, and judges nothing but frames.
 */
final class ForeignSocket implements SocketTransport.Handler {
    private final ForeignSockets all;
    private final RelayedSocket owner;

    ForeignSocket(ForeignSockets all, RelayedSocket owner) {
        this.all = all;
        this.owner = owner;
    }

    @Override
    public void opened(SocketTransport connection) {
        all.add(connection);
        owner.opened(new Connection(connection));
    }

    @Override
    public void text(SocketTransport connection, byte[] utf8) {
        owner.text(utf8);
    }

    @Override
    public void binary(SocketTransport connection, byte[] data) {
        owner.binary(data);
    }

    @Override
    public void written(SocketTransport connection, int bytes) {
        owner.written(bytes);
    }

    @Override
    public void ended(SocketTransport connection, CloseReason reason) {
        all.remove(connection);
        owner.ended(
                switch (reason) {
                    case TRANSPORT_ERROR, PING_TIMEOUT -> RelayedSocket.Ending.FAILED;
                    case PARSE_ERROR -> RelayedSocket.Ending.VIOLATED;
                    case SLOW_CONSUMER -> RelayedSocket.Ending.SLOW;
                    default -> RelayedSocket.Ending.CLOSED;
                });
    }

    private record Connection(SocketTransport connection) implements ClientEnd {

        @Override
        public boolean send(byte[] frames) {
            return connection.send(frames);
        }

        @Override
        public void close(int code, String text) {
            connection.close(code, text, CloseReason.FORCED_CLOSE);
        }

        @Override
        public void abort() {
            connection.abort(CloseReason.FORCED_CLOSE);
        }
    }
}
