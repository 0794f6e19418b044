package io.chorale.websocket.engineio;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the promises of {@link EngineListener} for one session: calls never overlap, nothing comes after {@link
 * EngineListener#onClose}, and that comes exactly once, after the call that runs. Guarded by its own monitor; the
 * listener is called outside of it, on the caller's thread. Safe for use by many threads.
 */
final class ListenerCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerCalls.class);

    /** What became of a call. */
    enum Outcome {
        DONE,
        /** The session is over; nothing was called. */
        OVER,
        /** Another call runs; nothing was called. The client broke the order of its own messages. */
        OVERLAP,
        /** The listener threw. */
        FAILED
    }

    private @Nullable EngineListener listener;
    private @Nullable CloseReason end;
    private boolean calling;
    private boolean endReported;

    /** From now on there is somebody to call. An end that came before is reported now. */
    void begin(EngineListener opened) {
        synchronized (this) {
            listener = opened;
        }
        reportEndIfDue();
    }

    Outcome call(Consumer<EngineListener> call) {
        EngineListener to;
        synchronized (this) {
            to = listener;
            if (end != null || to == null) {
                return Outcome.OVER;
            }
            if (calling) {
                return Outcome.OVERLAP;
            }
            calling = true;
        }
        try {
            call.accept(to);
            return Outcome.DONE;
        } catch (RuntimeException e) {
            LOG.error("A session ends by an error of its application", e);
            return Outcome.FAILED;
        } finally {
            synchronized (this) {
                calling = false;
            }
            reportEndIfDue();
        }
    }

    /** No call begins from now on. The first reason is the one that counts. */
    synchronized void stop(CloseReason reason) {
        if (end == null) {
            end = reason;
        }
    }

    /** After {@link #stop}: tells the listener, unless a call runs that will do so when it is done. */
    void reportEndIfDue() {
        EngineListener to;
        CloseReason reason;
        synchronized (this) {
            to = listener;
            reason = end;
            if (reason == null || to == null || calling || endReported) {
                return;
            }
            endReported = true;
        }
        try {
            to.onClose(reason);
        } catch (RuntimeException e) {
            LOG.error("An application failed at the end of a session", e);
        }
    }
}
