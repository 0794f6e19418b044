package io.chorale.websocket.redis;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Messages between two replicas, each once and in order, over pub/sub, which may lose and repeat: numbered packets,
 * acknowledged, sent again from the first that is missing. Breaks when the peer is not there or silent. Guarded by its own
 * monitor; no method blocks.
 */
final class RelayLink {
    /** A publish holds up the commands that share its connection, so it is kept small. */
    static final int PACKET_BYTES = 48 << 10;
    /** Packets on the way: far below the output buffer at which Redis drops a subscriber. */
    private static final int WINDOW = 64;
    /** Packets of one round, so that many links take turns. */
    private static final int ROUND = 16;

    private static final int ROOM_BYTES = 32 << 20;
    private static final int LONGEST_MESSAGE = 64 << 20;
    private static final long SEND_AGAIN = Duration.ofMillis(400).toNanos();
    private static final long SEND_AGAIN_TO_NOBODY = Duration.ofMillis(100).toNanos();
    private static final long SIGN_OF_LIFE = Duration.ofMillis(500).toNanos();
    private static final long ACKNOWLEDGE = Duration.ofMillis(20).toNanos();
    /** Longer than a subscription takes to come back after its connection was cut (0.3 s). */
    private static final long NOBODY = Duration.ofMillis(700).toNanos();

    private static final long SILENCE = Duration.ofSeconds(4).toNanos();

    /** @param opener id of the replica that opened it */
    record Id(String opener, long number) {}

    private final Id id;
    private final String self;
    private final String peer;

    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int waitingFrom;
    private final ArrayDeque<byte[]> unacknowledged = new ArrayDeque<>();
    private long firstUnacknowledged;
    private int sent;
    private int bytes;
    private long progress;

    private long expected;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
    /** So long must the stream be before a message can be complete. */
    private int needed = Integer.BYTES;

    private boolean acknowledge;
    private long acknowledgeFrom;

    private long heard;
    private long said;
    private long nobodySince;
    private boolean active;
    private long idleSince;

    RelayLink(Id id, String self, String peer, long now) {
        this.id = id;
        this.self = self;
        this.peer = peer;
        this.progress = now;
        this.heard = now;
        this.said = now;
        this.idleSince = now;
    }

    Id id() {
        return id;
    }

    String peer() {
        return peer;
    }

    /** @return false when there is no room; nothing was taken */
    synchronized boolean send(byte[] message) {
        if (bytes + message.length > ROOM_BYTES && bytes > 0) {
            return false;
        }
        waiting.add(ByteBuffer.allocate(Integer.BYTES + message.length)
                .putInt(message.length)
                .put(message)
                .array());
        bytes += Integer.BYTES + message.length;
        return true;
    }

    /** While exchanges go on, silence breaks the link. */
    synchronized void setActive(boolean value, long now) {
        if (value && !active) {
            heard = now;
        } else if (!value && active) {
            idleSince = now;
        }
        active = value;
    }

    /** Packets to publish now. */
    synchronized List<byte[]> toSend(long now) {
        long patience = nobodySince == 0 ? SEND_AGAIN : SEND_AGAIN_TO_NOBODY;
        if (sent > 0 && now - progress > patience) {
            sent = 0;
            progress = now;
        }
        List<byte[]> packets = new ArrayList<>();
        while (packets.size() < ROUND && (sent < unacknowledged.size() || pack())) {
            byte[] data = element(sent);
            if (unacknowledged.size() == 1 && sent == 0) {
                progress = now;
            }
            packets.add(packet(RelayPacket.DATA, firstUnacknowledged + sent, data));
            sent++;
        }
        boolean quiet = active && now - said > (nobodySince == 0 ? SIGN_OF_LIFE : SEND_AGAIN_TO_NOBODY);
        if (packets.isEmpty() && (quiet || acknowledge && now - acknowledgeFrom >= ACKNOWLEDGE)) {
            packets.add(packet(RelayPacket.NOTHING, 0, new byte[0]));
        }
        if (!packets.isEmpty()) {
            acknowledge = false;
            said = now;
        }
        return packets;
    }

    private byte[] element(int index) {
        int i = 0;
        for (byte[] data : unacknowledged) {
            if (i++ == index) {
                return data;
            }
        }
        throw new IllegalStateException("no packet " + index);
    }

    /** Makes one more packet of what waits, if something does and the window allows it. */
    private boolean pack() {
        if (waiting.isEmpty() || unacknowledged.size() >= WINDOW) {
            return false;
        }
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        while (!waiting.isEmpty() && packet.size() < PACKET_BYTES) {
            byte[] head = waiting.getFirst();
            int part = Math.min(head.length - waitingFrom, PACKET_BYTES - packet.size());
            packet.write(head, waitingFrom, part);
            waitingFrom += part;
            if (waitingFrom == head.length) {
                waiting.removeFirst();
                waitingFrom = 0;
            }
        }
        unacknowledged.add(packet.toByteArray());
        return true;
    }

    private byte[] packet(int kind, long sequence, byte[] data) {
        return new RelayPacket(self, id.number(), id.opener().equals(self), kind, sequence, expected, data).encode();
    }

    /**
     * Takes what the peer sent.
     *
     * @return messages that are complete now
     * @throws MalformedMessageException when the stream makes no sense; the link is of no use then
     */
    synchronized List<byte[]> receive(RelayPacket packet, long now) {
        heard = now;
        while (firstUnacknowledged < packet.acknowledged() && !unacknowledged.isEmpty()) {
            bytes -= unacknowledged.removeFirst().length;
            firstUnacknowledged++;
            sent = Math.max(0, sent - 1);
            progress = now;
        }
        if (packet.kind() != RelayPacket.DATA) {
            return List.of();
        }
        if (!acknowledge) {
            acknowledge = true;
            acknowledgeFrom = now;
        }
        if (packet.sequence() != expected) {
            acknowledgeFrom = now - ACKNOWLEDGE; // repeated, or one is missing: say at once what is expected
            return List.of();
        }
        expected++;
        stream.writeBytes(packet.data());
        return stream.size() < needed ? List.of() : messages();
    }

    private List<byte[]> messages() {
        byte[] all = stream.toByteArray();
        List<byte[]> complete = new ArrayList<>();
        int at = 0;
        while (all.length - at >= Integer.BYTES) {
            int length = ByteBuffer.wrap(all).getInt(at);
            if (length < 0 || length > LONGEST_MESSAGE) {
                throw new MalformedMessageException("a message of " + length + " bytes");
            }
            needed = Integer.BYTES + length;
            if (all.length - at < needed) {
                break;
            }
            complete.add(Arrays.copyOfRange(all, at + Integer.BYTES, at + Integer.BYTES + length));
            at += needed;
            needed = Integer.BYTES;
        }
        stream.reset();
        stream.write(all, at, all.length - at);
        return complete;
    }

    /** A packet was published, and so many subscribers got it. */
    synchronized void published(long receivers, long now) {
        if (receivers > 0) {
            nobodySince = 0;
        } else if (nobodySince == 0) {
            nobodySince = now;
        }
    }

    /** Nobody has been subscribed where the peer should be: it is gone. */
    synchronized boolean isDeserted(long now) {
        return nobodySince != 0 && now - nobodySince > NOBODY;
    }

    synchronized boolean isSilent(long now) {
        return active && now - heard > SILENCE;
    }

    synchronized boolean isIdleFor(Duration time, long now) {
        return !active && unacknowledged.isEmpty() && waiting.isEmpty() && now - idleSince > time.toNanos();
    }
}
