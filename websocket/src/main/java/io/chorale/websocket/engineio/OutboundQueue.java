package io.chorale.websocket.engineio;

import java.util.ArrayDeque;

/**
 * What waits to be written on one websocket, bounded in bytes. At most one thread drains it, and takes as many frames
 * as fit into one write. Guarded by its own monitor; only {@link #awaitDrained} blocks.
 */
final class OutboundQueue {
    enum Offer {
        /** Queued; somebody is draining. */
        QUEUED,
        /** Queued, and the caller must start a drain. */
        START_DRAIN,
        /** The bound is reached: the frames were not taken, and nothing else will be, or there would be a gap. */
        FULL,
        CLOSED
    }

    /** What an array and its place here cost beside its bytes: else a flood of empty pings would fill the heap. */
    static final int FRAME_COST = 32;

    private final int maxBytes;
    private final int batchBytes;
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>(4);
    private int queued;
    /** The part of {@link #queued} that is being written. */
    private int writing;

    private boolean draining;
    private boolean closed;
    private boolean discarded;

    OutboundQueue(int maxBytes, int batchBytes) {
        this.maxBytes = maxBytes;
        this.batchBytes = batchBytes;
    }

    synchronized Offer offer(byte[] frame) {
        if (closed) {
            return Offer.CLOSED;
        }
        // A frame above the bound goes alone: a limit on messages is for the application to set.
        if (queued > 0 && (long) queued + frame.length + FRAME_COST > maxBytes) {
            closed = true;
            return Offer.FULL;
        }
        return add(frame);
    }

    /** Takes the frames only when nothing waits and nothing is being written; else FULL, and the queue stays open. */
    synchronized Offer offerIfIdle(byte[] frame) {
        if (closed) {
            return Offer.CLOSED;
        }
        return draining || queued > 0 ? Offer.FULL : add(frame);
    }

    /** Adds a last frame regardless of the bound; nothing can be added after it. */
    synchronized Offer offerLast(byte[] frame) {
        if (closed) {
            return Offer.CLOSED;
        }
        Offer offer = add(frame);
        closed = true;
        return offer;
    }

    private Offer add(byte[] frame) {
        frames.add(frame);
        queued += frame.length + FRAME_COST;
        if (draining) {
            return Offer.QUEUED;
        }
        draining = true;
        return Offer.START_DRAIN;
    }

    /**
     * The next write, or an empty array when the drain is over. What was taken before counts as written. The array is
     * never written to again.
     */
    synchronized byte[] take() {
        queued -= writing;
        writing = 0;
        byte[] first = frames.poll();
        if (first == null) {
            draining = false;
            notifyAll();
            return new byte[0];
        }
        writing = first.length + FRAME_COST;
        byte[] second = frames.peek();
        if (second == null || first.length + second.length > batchBytes) {
            return first;
        }
        return join(first);
    }

    private byte[] join(byte[] first) {
        int size = first.length;
        for (byte[] frame : frames) {
            if (size + frame.length > batchBytes) {
                break;
            }
            size += frame.length;
        }
        byte[] out = new byte[size];
        System.arraycopy(first, 0, out, 0, first.length);
        for (int at = first.length; at < size; ) {
            byte[] frame = frames.remove();
            System.arraycopy(frame, 0, out, at, frame.length);
            at += frame.length;
            writing += frame.length + FRAME_COST;
        }
        return out;
    }

    /** Drops everything; later offers are refused, and nobody waits for a drain that may hang. */
    synchronized void discard() {
        closed = true;
        discarded = true;
        frames.clear();
        queued = 0;
        writing = 0;
        notifyAll();
    }

    /** Waits until everything is written or dropped, or the time is over. */
    synchronized void awaitDrained(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (draining && !discarded) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return;
            }
            wait(millis);
        }
    }

    /** With {@link #FRAME_COST} for each frame; includes what is being written. */
    synchronized int bytes() {
        return queued;
    }
}
