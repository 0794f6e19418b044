package io.chorale.websocket.socketio;

import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EngineApplication;
import io.chorale.websocket.engineio.EngineListener;
import io.chorale.websocket.engineio.EngineSession;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** All clients of this server. Safe for use by many threads. */
final class Connections implements EngineApplication {
    private final ServerParts server;
    private final Namespaces namespaces;
    private final PacketDecoder decoder;
    /** Guarded by this. */
    private final Set<ClientConnection> open = new HashSet<>();

    Connections(ServerParts server, Namespaces namespaces, PacketDecoder decoder) {
        this.server = server;
        this.namespaces = namespaces;
        this.decoder = decoder;
    }

    @Override
    public EngineListener open(EngineSession session) {
        ClientConnection connection = new ClientConnection(session, server, namespaces, decoder, this::closed);
        synchronized (this) {
            open.add(connection);
        }
        return connection;
    }

    private synchronized void closed(ClientConnection connection) {
        open.remove(connection);
        notifyAll();
    }

    synchronized int size() {
        return open.size();
    }

    private synchronized List<ClientConnection> snapshot() {
        return List.copyOf(open);
    }

    /** Closes all of them and waits until they are closed, for the given time. */
    void close(Duration timeout) {
        snapshot().forEach(connection -> connection.session().close(CloseReason.SERVER_SHUTTING_DOWN));
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (this) {
            long left = end - System.nanoTime();
            while (!open.isEmpty() && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                left = end - System.nanoTime();
            }
        }
    }
}
