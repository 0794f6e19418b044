package io.chorale.websocket.socketio;

import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.engineio.EngineSession;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Holds back what is delivered to a socket until its client was answered (and has been told what it missed), then lets
 * everything through. Safe for use by many threads; nothing blocks.
 */
final class DeliveryGate {
    private enum State {
        SHUT,
        /** The client was answered and is being told what it missed. */
        REPLAYING,
        OPEN,
        CLOSED
    }

    private final EngineSession session;
    private final LatestPackets latest;
    private final int maxBytes;
    private final ArrayDeque<EnginePacket> waiting = new ArrayDeque<>(0);
    private long waitingBytes;
    private volatile State state = State.SHUT;

    /** @param maxBytes how much may wait */
    DeliveryGate(EngineSession session, LatestPackets latest, int maxBytes) {
        this.session = session;
        this.latest = latest;
        this.maxBytes = maxBytes;
    }

    /** @return false when so much waits that the socket can only be closed */
    boolean offer(EnginePacket packet) {
        if (state == State.OPEN) {
            session.send(packet);
            return true;
        }
        synchronized (this) {
            switch (state) {
                case OPEN -> session.send(packet);
                case SHUT, REPLAYING -> {
                    waitingBytes += packet.webSocketFrames().length;
                    if (waitingBytes > maxBytes && !waiting.isEmpty()) {
                        return false;
                    }
                    waiting.add(packet);
                }
                case CLOSED -> {
                    // nobody is there any more
                }
            }
        }
        return true;
    }

    /** @return false when the packet was dropped */
    boolean offerVolatile(EnginePacket packet) {
        return state == State.OPEN && session.sendVolatile(packet);
    }

    /** Like {@link #offerVolatile}, but a busy transport gets the newest packet of the key later. */
    boolean offerLatest(String namespace, String key, EnginePacket packet) {
        if (state != State.OPEN) {
            return false;
        }
        latest.offer(namespace, key, packet);
        return true;
    }

    /**
     * Sends a piece of what the client missed, if its transport is idle.
     *
     * @return false when the transport is busy; nothing was sent
     */
    synchronized boolean replay(List<EnginePacket> piece) {
        if (state == State.CLOSED) {
            return true;
        }
        if (!session.sendIfIdle(piece.getFirst())) {
            return false;
        }
        piece.subList(1, piece.size()).forEach(session::send);
        state = State.REPLAYING;
        return true;
    }

    /** Lets the given packets through, then what waited, then everything. */
    synchronized void open(List<EnginePacket> first) {
        if (state == State.SHUT || state == State.REPLAYING) {
            first.forEach(session::send);
            waiting.forEach(session::send);
            waiting.clear();
            state = State.OPEN;
        }
    }

    /** Sends a last packet, if the client was answered, and nothing more. */
    synchronized void close(List<EnginePacket> last) {
        if (state == State.OPEN || state == State.REPLAYING) {
            last.forEach(session::send);
        }
        state = State.CLOSED;
        waiting.clear();
    }

    /** Forgets what waits; the socket was taken out of its rooms again. */
    synchronized void clear() {
        waiting.clear();
        waitingBytes = 0;
    }
}
