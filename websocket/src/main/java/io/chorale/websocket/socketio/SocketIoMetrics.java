package io.chorale.websocket.socketio;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happened since the start of the server. Safe for use by many threads. */
public final class SocketIoMetrics {

    /** What is counted. */
    public enum Count {
        /** Events of clients that were handed to handlers. */
        RECEIVED,
        /** Packets offered to sockets. */
        DELIVERED,
        /** Volatile packets that a transport could not take at once. */
        VOLATILE_DROPPED,
        /** Volatile packets that a newer one with the same key replaced before they were sent. */
        COALESCED,
        /** Connections closed because of a packet that is none. */
        MALFORMED,
        /** Connections closed because of {@link SocketIoLimits#jsonDepth} or {@link SocketIoLimits#jsonNumberLength}. */
        JSON_LIMITED,
        /** Connections closed because of {@link SocketIoLimits#connectBytes}. */
        CONNECT_TOO_LARGE,
        /** Connections closed because of {@link SocketIoLimits#attachments}, or of their bytes in sum. */
        ATTACHMENTS_LIMITED,
        /** Connections closed because of a packet that does not belong there. */
        INVALID_STATE,
        /** Connections closed because attachments did not arrive in time. */
        ATTACHMENT_TIMEOUT,
        /** Connections closed because they joined no namespace in time. */
        CONNECT_TIMEOUT,
        /** Connects refused because of {@link SocketIoLimits#namespaces}. */
        NAMESPACES_LIMITED,
        /** Joins refused because of {@link SocketIoLimits#rooms}. */
        ROOMS_LIMITED,
        /** Questions not asked because of {@link SocketIoLimits#pendingAcks}. */
        ACKS_LIMITED,
        /** Times that reading stopped because of {@link SocketIoLimits#eventsPerSecond}. */
        RATE_LIMITED,
        /** Connections closed because they were over {@link SocketIoLimits#eventsPerSecond} for too long. */
        OVERLOADED,
        /** Times that reading stopped because of {@link SocketIoLimits#mailbox}. */
        MAILBOX_FULL,
        /** Arguments of a shape that the handler did not expect. */
        BAD_ARGUMENTS,
        RECOVERED,
        /** Clients that asked to resume and got a new session. */
        RECOVERY_REFUSED,
    }

    private final Map<Count, LongAdder> counters = new EnumMap<>(Count.class);

    SocketIoMetrics() {
        for (Count count : Count.values()) {
            counters.put(count, new LongAdder());
        }
    }

    public long get(Count count) {
        return counter(count).sum();
    }

    void add(Count count) {
        counter(count).increment();
    }

    void add(Count count, long many) {
        counter(count).add(many);
    }

    private LongAdder counter(Count count) {
        return Objects.requireNonNull(counters.get(count));
    }
}
