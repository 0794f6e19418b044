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
    /** What a client that resumes may miss while it is told what it missed. */
    private static final int MAX_WAITING = 10_000;

    private enum State {
        SHUT,
        OPEN,
        CLOSED
    }

    private final EngineSession session;
    private final ArrayDeque<EnginePacket> waiting = new ArrayDeque<>(0);
    private volatile State state = State.SHUT;

    DeliveryGate(EngineSession session) {
        this.session = session;
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
                case SHUT -> {
                    if (waiting.size() >= MAX_WAITING) {
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

    /** Lets the given packets through, then what waited, then everything. */
    synchronized void open(List<EnginePacket> first) {
        if (state == State.SHUT) {
            first.forEach(session::send);
            waiting.forEach(session::send);
            waiting.clear();
            state = State.OPEN;
        }
    }

    /** Sends a last packet, if the gate was open, and nothing more. */
    synchronized void close(List<EnginePacket> last) {
        if (state == State.OPEN) {
            last.forEach(session::send);
        }
        state = State.CLOSED;
        waiting.clear();
    }

    /** Forgets what waits; the socket was taken out of its rooms again. */
    synchronized void clear() {
        waiting.clear();
    }
}
