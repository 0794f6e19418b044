package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.engineio.EnginePacket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the recoverable sessions of the sockets of this replica written, and their clients' offsets fresh. Safe for use
 * by many threads.
 *
 * <p>A client knows the offset of the last event that it got. In a quiet room that event grows so old that the log
 * drops it, and the client could not resume any more. So a socket that got nothing for a quarter of the window is told
 * the position of the log in an event of its own, {@code ["$offset","<offset>"]}; the reference client takes the last
 * string of any event for its offset, and no application listens for that name. The same event is the first one that
 * each client gets, so that one that has received nothing yet can resume as well.
 */
final class SessionKeeper {
    private static final int SWEEPS_PER_WINDOW = 4;

    private final ClusterManager cluster;
    private final Executor threads;
    private final Map<String, Socket> kept = new ConcurrentHashMap<>();

    SessionKeeper(ClusterManager cluster, Executor threads) {
        this.cluster = cluster;
        this.threads = threads;
    }

    void start(Duration window, ScheduledExecutorService timer) {
        long pause = window.toMillis() / SWEEPS_PER_WINDOW;
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(() -> threads.execute(this::sweep), pause, pause, TimeUnit.MILLISECONDS);
    }

    void keep(Socket socket) {
        kept.put(socket.recoveryId(), socket);
        changed(socket);
    }

    /** Rooms or data are others now. Several changes in a row are written once. */
    void changed(Socket socket) {
        if (isKept(socket) && socket.unsaved().compareAndSet(false, true)) {
            threads.execute(() -> save(socket));
        }
    }

    private void save(Socket socket) {
        synchronized (socket.unsaved()) { // so that nothing is written behind forget() or a loss
            socket.unsaved().set(false);
            if (isKept(socket)) {
                cluster.save(socket.snapshot());
            }
        }
    }

    /** The connection was lost; the client may come back. */
    void lost(Socket socket) {
        synchronized (socket.unsaved()) {
            if (isKept(socket)) {
                cluster.save(socket.snapshot());
                release(socket);
            }
        }
    }

    /** The client left, or was sent away. */
    void forget(Socket socket) {
        synchronized (socket.unsaved()) {
            if (isKept(socket)) {
                release(socket);
                cluster.forget(socket.recoveryId());
            }
        }
    }

    /** Somebody else has the session now. */
    void release(Socket socket) {
        kept.remove(socket.recoveryId(), socket);
    }

    void displaced(String recoveryId) {
        Socket socket = kept.get(recoveryId);
        if (socket != null) {
            socket.displace();
        }
    }

    private boolean isKept(Socket socket) {
        return kept.get(socket.recoveryId()) == socket;
    }

    private void sweep() {
        kept.values().forEach(this::save);
        cluster.attach(offset -> {
            Map<String, EnginePacket> primers = new HashMap<>();
            for (Socket socket : kept.values()) {
                if (socket.becomesQuiet()) {
                    String namespace = socket.namespace().name();
                    socket.offer(primers.computeIfAbsent(namespace, name -> PacketEncoder.primer(name, offset)));
                }
            }
        });
    }
}
