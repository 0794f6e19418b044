package io.chorale.websocket.socketio;

import java.time.Duration;

/**
 * What one client may use up. Immutable. Each bound that a client runs into is counted in {@link SocketIoMetrics}.
 *
 * @param maxPayload bytes of one packet and, in sum, of its attachments; as the Engine.IO options say
 * @param attachments byte arrays in one packet, both ways; the reference client accepts 10
 * @param attachmentTimeout how long the attachments of a packet may take to arrive
 * @param jsonDepth nesting of arrays and objects in what a client sends
 * @param jsonNumberLength digits of one number in what a client sends
 * @param connectBytes what a client sends to join a namespace; it stays in memory as long as the socket
 * @param namespaces namespaces that one connection may be in, or on its way into or out of, at a time; more are refused
 *     with a connect error
 * @param rooms rooms of one socket, its own included; {@link Socket#join} beyond throws
 * @param pendingAcks questions that one client may leave unanswered; it is not asked more
 * @param mailbox events of one socket that wait for its handlers, and bytes of them as a multiple of the payload limit
 *     ({@link #mailboxBytes}); when full, the connection is not read
 * @param eventsPerSecond events that one socket may send in a second, and connects of one connection, in the long run; the
 *     rest waits, unread, so that TCP (or the POST that stays unanswered) slows the sender down; 0 is no limit
 * @param eventBurst events, and connects, that may come at once after a pause
 * @param overloadTime who was held back for so long without a pause is no busy client any more: the connection is closed,
 *     in a way that lets it resume ({@code forced server close})
 */
public record SocketIoLimits(
        int maxPayload,
        int attachments,
        Duration attachmentTimeout,
        int jsonDepth,
        int jsonNumberLength,
        int connectBytes,
        int namespaces,
        int rooms,
        int pendingAcks,
        int mailbox,
        int eventsPerSecond,
        int eventBurst,
        Duration overloadTime) {

    public static final SocketIoLimits DEFAULTS = builder().build();

    public SocketIoLimits {
        requirePositive("maxPayload", maxPayload);
        requirePositive("attachments", attachments);
        requirePositive("jsonDepth", jsonDepth);
        requirePositive("jsonNumberLength", jsonNumberLength);
        requirePositive("connectBytes", connectBytes);
        requirePositive("namespaces", namespaces);
        requirePositive("rooms", rooms);
        requirePositive("pendingAcks", pendingAcks);
        requirePositive("mailbox", mailbox);
        requirePositive("eventBurst", eventBurst);
        if (eventsPerSecond < 0) {
            throw new IllegalArgumentException("eventsPerSecond is " + eventsPerSecond + "; 0 means no limit");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Twice the payload limit, so that a full-size event never waits for itself. */
    long mailboxBytes() {
        return 2L * maxPayload;
    }

    SocketIoLimits withMaxPayload(int bytes) {
        return new SocketIoLimits(
                bytes,
                attachments,
                attachmentTimeout,
                jsonDepth,
                jsonNumberLength,
                connectBytes,
                namespaces,
                rooms,
                pendingAcks,
                mailbox,
                eventsPerSecond,
                eventBurst,
                overloadTime);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
        }
    }

    /** Starts with the defaults. Not safe for use by several threads. */
    public static final class Builder {
        private int attachments = 10;
        private Duration attachmentTimeout = Duration.ofSeconds(10);
        private int jsonDepth = 200;
        private int jsonNumberLength = 1_000;
        private int connectBytes = 16 * 1024;
        private int namespaces = 32;
        private int rooms = 10_000;
        private int pendingAcks = 1_000;
        private int mailbox = 128;
        private int eventsPerSecond = 100;
        private int eventBurst = 200;
        private Duration overloadTime = Duration.ofSeconds(30);

        private Builder() {}

        public Builder attachments(int value) {
            attachments = value;
            return this;
        }

        public Builder attachmentTimeout(Duration value) {
            attachmentTimeout = value;
            return this;
        }

        public Builder jsonDepth(int value) {
            jsonDepth = value;
            return this;
        }

        public Builder jsonNumberLength(int value) {
            jsonNumberLength = value;
            return this;
        }

        public Builder connectBytes(int value) {
            connectBytes = value;
            return this;
        }

        public Builder namespaces(int value) {
            namespaces = value;
            return this;
        }

        public Builder rooms(int value) {
            rooms = value;
            return this;
        }

        public Builder pendingAcks(int value) {
            pendingAcks = value;
            return this;
        }

        public Builder mailbox(int value) {
            mailbox = value;
            return this;
        }

        public Builder eventsPerSecond(int value) {
            eventsPerSecond = value;
            return this;
        }

        public Builder eventBurst(int value) {
            eventBurst = value;
            return this;
        }

        public Builder overloadTime(Duration value) {
            overloadTime = value;
            return this;
        }

        public SocketIoLimits build() {
            return new SocketIoLimits(
                    1_000_000, // until a server says what its Engine.IO options say
                    attachments,
                    attachmentTimeout,
                    jsonDepth,
                    jsonNumberLength,
                    connectBytes,
                    namespaces,
                    rooms,
                    pendingAcks,
                    mailbox,
                    eventsPerSecond,
                    eventBurst,
                    overloadTime);
        }
    }
}
