package io.chorale.websocket.engineio;

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
        /** Over; what is left may still be fetched. */
        ENDED,
        GONE
    }

    private static final Poll GONE = new Poll.Gone();
    private static final byte[] CLOSE = {'1'};
    private static final byte[] NOOP = {'6'};
    /** What a packet and its place here cost beside its bytes. */
    private static final int PACKET_COST = OutboundQueue.FRAME_COST;

    private final int maxBytes;
    private final ArrayDeque<EnginePacket> packets = new ArrayDeque<>(2);
    private int bytes;
    private boolean overflowed;
    private State state = State.OPEN;
    private boolean parked;
    /** Answers the GET that waits, before anything else. */
    private byte @Nullable [] forced;
    /** Answers the last GET, in {@link State#ENDED}, when the packets are fetched. */
    private byte[] last = NOOP;

    PollingOutbox(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @return false when there is no room, now and from now on (or there would be a gap); nothing was taken */
    synchronized boolean add(EnginePacket packet) {
        int size = packet.pollingPayload().length + 1 + PACKET_COST;
        if (overflowed || !packets.isEmpty() && (long) bytes + size > maxBytes) {
            overflowed = true;
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
            forced = CLOSE;
            notifyAll();
            return new Poll.Overlap();
        }
        parked = true;
        try {
            long deadline = System.nanoTime() + maxMillis * 1_000_000;
            while (forced == null && packets.isEmpty() && (state == State.OPEN || state == State.RELEASING)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return new Poll.Answer(NOOP);
                }
                boolean releasing = state == State.RELEASING;
                wait(releasing ? Math.min(left, RELEASE_MILLIS) : left);
                if (state == State.RELEASING && packets.isEmpty() && forced == null) {
                    return new Poll.Answer(NOOP);
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
        if (!packets.isEmpty()) {
            return new Poll.Answer(PollingPayload.join(takeAll()));
        }
        if (state == State.ENDED) {
            state = State.GONE;
            return new Poll.Answer(last);
        }
        return GONE;
    }

    /** A websocket is being tried: lets a waiting GET go with a noop. */
    synchronized void release() {
        if (state == State.OPEN) {
            state = State.RELEASING;
            if (parked && forced == null) {
                forced = NOOP;
            }
            notifyAll();
        }
    }

    /** The websocket was given up. */
    synchronized void resume() {
        if (state == State.RELEASING) {
            state = State.OPEN;
        }
    }

    /**
     * The transport changed: hands over what waits. A GET that still waits came while the websocket was tried, and its
     * client did not wait for the answer, as it must before it changes over: it belongs to the time after.
     */
    synchronized List<EnginePacket> leave() {
        List<EnginePacket> rest = takeAll();
        state = State.GONE;
        notifyAll();
        return rest;
    }

    /** The session is over with its link; a GET that waits is told so, and what else waits is lost. */
    synchronized void discard() {
        if (state != State.ENDED) {
            takeAll();
            leaveWith(CLOSE);
        }
    }

    /**
     * The client closed the session: its GET, waiting now or overtaken by the POST, is answered with a noop.
     *
     * @return true when that GET is still to come
     */
    synchronized boolean endByClient() {
        takeAll();
        if (parked || state == State.GONE) {
            leaveWith(NOOP);
            return false;
        }
        last = NOOP;
        state = State.ENDED;
        return true;
    }

    /**
     * The session is over by our wish: what waits is fetched by the next GET and the close packet by the one after it.
     * In one answer the close packet would win: the JavaScript client handles it at once and the others a tick later,
     * when its sockets are closed already; so a disconnected client would come back, and the last events would be lost.
     *
     * @return true when a GET is still to come
     */
    synchronized boolean end() {
        if (state == State.GONE) {
            return false;
        }
        if (parked && packets.isEmpty()) {
            leaveWith(CLOSE);
            return false;
        }
        last = CLOSE;
        state = State.ENDED;
        return true;
    }

    /** Nothing will come here any more, nor is there anything to fetch. */
    synchronized boolean isGone() {
        return state == State.GONE;
    }

    private void leaveWith(byte[] packet) {
        state = State.GONE;
        if (parked && forced == null) {
            forced = packet;
        }
        notifyAll();
    }

    /** With {@link #PACKET_COST} for each packet. */
    synchronized int bytes() {
        return bytes;
    }

    private List<EnginePacket> takeAll() {
        List<EnginePacket> all = new ArrayList<>(packets);
        packets.clear();
        bytes = 0;
        return all;
    }
}
