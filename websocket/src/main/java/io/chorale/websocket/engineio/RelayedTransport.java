package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.ClientEnd;
import io.chorale.websocket.relay.RelayedSocket.Ending;
import org.jspecify.annotations.Nullable;

/**
 * A websocket whose connection is at another replica. Counts what is not yet on the client's wire, so that the bound on a
 * client's queue holds here too, and a volatile packet is dropped when something waits there. Guarded by its own monitor.
 */
final class RelayedTransport implements SocketTransport {
    private final ClientEnd client;
    private final int maxBytes;
    private final EngineMetrics metrics;
    private int waiting;
    private boolean closed;
    private @Nullable CloseReason reason;

    RelayedTransport(ClientEnd client, int maxBytes, EngineMetrics metrics) {
        this.client = client;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
    }

    @Override
    public synchronized boolean send(byte[] frames) {
        if (closed) {
            return false;
        }
        if (waiting > 0 && (long) waiting + frames.length > maxBytes) {
            metrics.reached(EngineLimit.QUEUE);
            abort(CloseReason.SLOW_CONSUMER);
            return false;
        }
        if (!client.send(frames)) {
            abort(CloseReason.TRANSPORT_ERROR);
            return false;
        }
        waiting += frames.length;
        return true;
    }

    @Override
    public synchronized boolean sendIfIdle(byte[] frames) {
        return waiting == 0 && send(frames);
    }

    /** The other replica's own frames, pongs, are counted too; it has the same bound, so nothing grows by that. */
    synchronized void written(int bytes) {
        waiting = Math.max(0, waiting - bytes);
    }

    @Override
    public synchronized void close(int code, String text, CloseReason why) {
        if (!closed) {
            closed = true;
            reason = why;
            client.close(code, text);
        }
    }

    @Override
    public synchronized void abort(CloseReason why) {
        closed = true;
        waiting = 0;
        if (reason == null) {
            reason = why;
        }
        client.abort();
    }

    /** @return why: what this side did first counts */
    synchronized CloseReason ended(Ending ending) {
        closed = true;
        waiting = 0;
        if (reason != null) {
            return reason;
        }
        return switch (ending) {
            case CLOSED -> CloseReason.TRANSPORT_CLOSE;
            case FAILED -> CloseReason.TRANSPORT_ERROR;
            case VIOLATED -> CloseReason.PARSE_ERROR;
            case SLOW -> CloseReason.SLOW_CONSUMER;
        };
    }

    @Override
    public void checkWrite(long now) {
        // the replica with the connection does
    }

    @Override
    public synchronized int queuedBytes() {
        return waiting;
    }
}
