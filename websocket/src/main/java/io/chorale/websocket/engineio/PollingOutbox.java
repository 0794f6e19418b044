package io.chorale.websocket.engineio;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the next GET of a polling session, and the one GET that may wait for it. Guarded by its own monitor.
 */
final class PollingOutbox {
    /** While the transport changes, a GET without data is let go after this time (as the reference does). */
    private static final long RELEASE_MILLIS = 100;

    /** How a GET ends. */
    sealed interface Poll {
        record Answer(byte[] payload) implements Poll {}

        /** There was a GET already; it is answered, and the session must end. */
        record Overlap() implements Poll {}

        /** Nothing will ever come here: the session left polling, or is over. */
        record Gone() implements Poll {}
    }

    private enum State {
        OPEN,
        /** A websocket is being tried: GETs are not kept waiting. */
        RELEASING,
        /** Over; what is left may be fetched once. */
        ENDED,
        GONE
    }

    private static final Poll GONE = new Poll.Gone();
    private static final EnginePacket NOOP = EnginePacket.of("6");

    private final int maxBytes;
    private final ArrayDeque<EnginePacket> packets = new ArrayDeque<>(2);
    private int bytes;
    private State state = State.OPEN;
    private boolean parked;
    private byte @Nullable [] forced;

    PollingOutbox(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @return false when there is no room; nothing was taken */
    synchronized boolean add(EnginePacket packet) {
        int size = packet.pollingPayload().length + 1;
        if (!packets.isEmpty() && (long) bytes + size > maxBytes) {
            return false;
        }
        packets.add(packet);
        bytes += size;
        notifyAll();
        return true;
    }

    synchronized boolean hasWaitingPoll() {
        return parked && packets.isEmpty() && forced == null && state == State.OPEN;
    }

    /** Waits for something to answer a GET with, at most the given time (then a noop). */
    synchronized Poll poll(long maxMillis) throws InterruptedException {
        if (parked) {
            forced = bytes("1");
            notifyAll();
            return new Poll.Overlap();
        }
        if (state == State.GONE) {
            return GONE;
        }
        parked = true;
        try {
            long deadline = System.nanoTime() + maxMillis * 1_000_000;
            while (forced == null && packets.isEmpty() && (state == State.OPEN || state == State.RELEASING)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                long wait = state == State.RELEASING ? Math.min(left, RELEASE_MILLIS) : left;
                if (left <= 0) {
                    return new Poll.Answer(bytes("6"));
                }
                wait(wait);
                if (state == State.RELEASING && packets.isEmpty() && forced == null) {
                    return new Poll.Answer(bytes("6"));
                }
            }
            return answer();
        } finally {
            parked = false;
        }
    }

    private Poll answer() {
        byte[] given = forced;
        forced = null;
        if (given != null) {
            return new Poll.Answer(given);
        }
        if (packets.isEmpty()) {
            return GONE;
        }
        byte[] payload = PollingPayload.join(takeAll());
        if (state == State.ENDED) {
            state = State.GONE;
        }
        return new Poll.Answer(payload);
    }

    /** A websocket is being tried: lets a waiting GET go with a noop. */
    synchronized void release() {
        if (state == State.OPEN) {
            state = State.RELEASING;
            notifyAll();
        }
    }

    /** The websocket was given up. */
    synchronized void resume() {
        if (state == State.RELEASING) {
            state = State.OPEN;
        }
    }

    /** The transport changed: hands over what waits. A GET that still waits is answered with a noop. */
    synchronized List<EnginePacket> leave() {
        List<EnginePacket> rest = takeAll();
        state = State.GONE;
        letGo();
        return rest;
    }

    /** The session is over by the client's wish, or with its link: a waiting GET is answered with a noop. */
    synchronized void discard() {
        if (state == State.ENDED) {
            return;
        }
        takeAll();
        state = State.GONE;
        letGo();
    }

    /**
     * The client closed the session: its GET, waiting now or overtaken by the POST, is answered with a noop.
     *
     * @return true when that GET is still to come
     */
    synchronized boolean endByClient() {
        takeAll();
        if (parked || state == State.GONE) {
            state = State.GONE;
            letGo();
            return false;
        }
        packets.add(NOOP);
        state = State.ENDED;
        return true;
    }

    /** The session is over by our wish: the close packet follows what waits, for a GET that is there or comes yet. */
    synchronized void end() {
        if (state != State.GONE) {
            packets.add(EnginePacket.of("1"));
            state = State.ENDED;
            notifyAll();
        }
    }

    private void letGo() {
        if (parked && forced == null) {
            forced = bytes("6");
        }
        notifyAll();
    }

    synchronized int bytes() {
        return bytes;
    }

    private List<EnginePacket> takeAll() {
        List<EnginePacket> all = new ArrayList<>(packets);
        packets.clear();
        bytes = 0;
        return all;
    }

    private static byte[] bytes(String packet) {
        return packet.getBytes(StandardCharsets.US_ASCII);
    }
}
