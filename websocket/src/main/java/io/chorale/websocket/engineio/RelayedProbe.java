package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.ClientEnd;
import io.chorale.websocket.relay.RelayedSocket;
import org.jspecify.annotations.Nullable;

/** A {@link SocketProbe} whose connection is at another replica. */
final class RelayedProbe implements RelayedSocket {
    private final SocketProbe probe;
    private final EngineOptions options;
    private final EngineMetrics metrics;
    private volatile @Nullable RelayedTransport transport;

    RelayedProbe(ClientSession session, EngineOptions options, EngineMetrics metrics) {
        this.probe = new SocketProbe(session);
        this.options = options;
        this.metrics = metrics;
    }

    @Override
    public void opened(ClientEnd client) {
        RelayedTransport opened = new RelayedTransport(client, options.maxQueue(), metrics);
        transport = opened;
        probe.opened(opened);
    }

    @Override
    public void text(byte[] utf8) {
        RelayedTransport open = transport;
        if (open != null) {
            probe.text(open, utf8);
        }
    }

    @Override
    public void binary(byte[] data) {
        RelayedTransport open = transport;
        if (open != null) {
            probe.binary(open, data);
        }
    }

    @Override
    public void written(int bytes) {
        RelayedTransport open = transport;
        if (open != null) {
            open.written(bytes);
        }
    }

    @Override
    public void ended(Ending ending) {
        RelayedTransport open = transport;
        if (open != null) {
            probe.ended(open, open.ended(ending));
        }
    }
}
