package io.chorale.websocket.socketio;

import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.engineio.EngineSession;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Volatile packets with a key that wait for a busy transport: a newer one takes the place of the one before. Looks for
 * the transport again in short steps, and then hands over all of them. Bounded in packets; safe for use by many threads,
 * nothing blocks.
 */
final class LatestPackets {
    /** Different keys that wait for one client; of more, the oldest is dropped. */
    static final int MOST = 64;

    private static final long RETRY_MILLIS = 50;

    private final EngineSession session;
    private final ScheduledExecutorService timer;
    private final SocketIoMetrics metrics;
    /** Guarded by this, like all below. */
    private final Map<String, EnginePacket> waiting = new LinkedHashMap<>(0);

    private @Nullable ScheduledFuture<?> retry;

    LatestPackets(EngineSession session, ScheduledExecutorService timer, SocketIoMetrics metrics) {
        this.session = session;
        this.timer = timer;
        this.metrics = metrics;
    }

    /** Sends the packet, or keeps it, in the place of another one with its key. */
    synchronized void offer(String namespace, String key, EnginePacket packet) {
        if (waiting.isEmpty() && session.sendIfIdle(packet)) {
            return;
        }
        String place = namespace + ',' + key; // no namespace has a comma
        if (waiting.put(place, packet) != null) {
            metrics.add(Count.COALESCED);
        } else if (waiting.size() > MOST) {
            dropFirst();
        }
        if (retry == null) {
            scheduleRetry();
        }
    }

    private void dropFirst() {
        Iterator<EnginePacket> all = waiting.values().iterator();
        all.next();
        all.remove();
        metrics.add(Count.VOLATILE_DROPPED);
    }

    private void scheduleRetry() {
        retry = timer.schedule(this::sendWaiting, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void sendWaiting() {
        retry = null;
        if (waiting.isEmpty()) {
            return;
        }
        Iterator<EnginePacket> all = waiting.values().iterator();
        if (session.sendIfIdle(all.next())) {
            all.forEachRemaining(session::send); // few, and a moment ago nothing was queued
            waiting.clear();
        } else if (session.isOpen()) {
            scheduleRetry();
        } else {
            waiting.clear();
        }
    }

    /** Drops what waits for a namespace that the client has left. */
    synchronized void forget(String namespace) {
        waiting.keySet().removeIf(place -> place.startsWith(namespace + ','));
    }

    synchronized int size() {
        return waiting.size();
    }
}
