package io.chorale.websocket.socketio;

import java.time.Duration;

/**
 * What one client may use up. Immutable.
 *
 * @param maxPayload bytes of one packet and, in sum, of its attachments; as the Engine.IO options say
 * @param attachments byte arrays in one packet, both ways; the reference client accepts 10
 * @param attachmentTimeout how long the attachments of a packet may take to arrive
 * @param jsonDepth nesting of arrays and objects in what a client sends
 * @param jsonNumberLength digits of one number in what a client sends
 * @param namespaces namespaces that one connection may be in at a time; more are refused with a connect error
 * @param rooms rooms of one socket, its own included; {@link Socket#join} beyond throws
 * @param pendingAcks questions that one client may leave unanswered; it is not asked more
 * @param mailbox events of one socket that wait for its handlers, and bytes of them as a multiple of the payload limit
 *     ({@link #mailboxBytes}); when full, the connection is not read
 * @param eventsPerSecond events that one socket may send in a second; more wait, unread; 0 is no limit
 */
public record SocketIoLimits(
        int maxPayload,
        int attachments,
        Duration attachmentTimeout,
        int jsonDepth,
        int jsonNumberLength,
        int namespaces,
        int rooms,
        int pendingAcks,
        int mailbox,
        int eventsPerSecond) {

    public static final SocketIoLimits DEFAULTS =
            new SocketIoLimits(1_000_000, 10, Duration.ofSeconds(10), 200, 1_000, 32, 10_000, 1_000, 128, 0);

    public SocketIoLimits {
        requirePositive("maxPayload", maxPayload);
        requirePositive("attachments", attachments);
        requirePositive("jsonDepth", jsonDepth);
        requirePositive("jsonNumberLength", jsonNumberLength);
        requirePositive("namespaces", namespaces);
        requirePositive("rooms", rooms);
        requirePositive("pendingAcks", pendingAcks);
        requirePositive("mailbox", mailbox);
        if (eventsPerSecond < 0) {
            throw new IllegalArgumentException("eventsPerSecond is " + eventsPerSecond + "; 0 means no limit");
        }
    }

    /** Twice the payload limit, so that a full-size event never waits for itself. */
    long mailboxBytes() {
        return 2L * maxPayload;
    }

    public SocketIoLimits withMaxPayload(int bytes) {
        return new SocketIoLimits(
                bytes,
                attachments,
                attachmentTimeout,
                jsonDepth,
                jsonNumberLength,
                namespaces,
                rooms,
                pendingAcks,
                mailbox,
                eventsPerSecond);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
        }
    }
}
