package io.chorale.websocket.engineio;

import java.util.ArrayDeque;

/**
 * What waits to be written on one websocket, bounded in bytes. At most one thread drains it, and takes as many frames
 * as fit into one write. Guarded by its own monitor; no method blocks.
 */
final class OutboundQueue {
    enum Offer {
        /** Queued; somebody is draining. */
        QUEUED,
        /** Queued, and the caller must start a drain. */
        START_DRAIN,
        /** The bound is reached; the frames were not taken. */
        FULL,
        CLOSED
    }

    private final int maxBytes;
    private final int batchBytes;
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>(4);
    private int queued;
    private boolean draining;
    private boolean closed;

    OutboundQueue(int maxBytes, int batchBytes) {
        this.maxBytes = maxBytes;
        this.batchBytes = batchBytes;
    }

    synchronized Offer offer(byte[] frame) {
        if (closed) {
            return Offer.CLOSED;
        }
        // A frame above the bound goes alone: a limit on messages is for the application to set.
        if (queued > 0 && (long) queued + frame.length > maxBytes) {
            return Offer.FULL;
        }
        return add(frame);
    }

    /** Takes the frames only when nothing waits and nothing is being written. */
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
        queued += frame.length;
        if (draining) {
            return Offer.QUEUED;
        }
        draining = true;
        return Offer.START_DRAIN;
    }

    /** The next write, or an empty array when the drain is over. The array is never written to again. */
    synchronized byte[] take() {
        byte[] first = frames.poll();
        if (first == null) {
            draining = false;
            notifyAll();
            return new byte[0];
        }
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
        }
        return out;
    }

    synchronized void written(int bytes) {
        queued = Math.max(0, queued - bytes);
    }

    /** Drops everything; later offers are refused. */
    synchronized void discard() {
        closed = true;
        frames.clear();
        queued = 0;
        notifyAll();
    }

    /** Waits until everything is written, or the time is over. */
    synchronized void awaitDrained(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (draining) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return;
            }
            wait(millis);
        }
    }

    synchronized int bytes() {
        return queued;
    }
}
