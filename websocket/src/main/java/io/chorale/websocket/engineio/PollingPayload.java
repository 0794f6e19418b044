package io.chorale.websocket.engineio;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The body of a polling request or answer: packets joined by the record separator, none at either end (Engine.IO
 * protocol, "HTTP long-polling"). Binary packets are {@code b} and base64, since a body is text.
 */
final class PollingPayload {
    static final char SEPARATOR = 0x1e;

    private PollingPayload() {}

    /** Gets the packets of a payload one by one. */
    @FunctionalInterface
    interface Packets {
        /** @return false to take no more */
        boolean take(byte[] payload, int offset, int length);
    }

    /** @return how many packets the payload has; an empty payload is one empty packet */
    static int count(byte[] payload) {
        int packets = 1;
        for (byte b : payload) {
            if (b == SEPARATOR) {
                packets++;
            }
        }
        return packets;
    }

    /** Hands over each packet in order. @return false when one was not taken */
    static boolean forEach(byte[] payload, Packets packets) {
        int start = 0;
        for (int at = 0; at <= payload.length; at++) {
            if (at == payload.length || payload[at] == SEPARATOR) {
                if (!packets.take(payload, start, at - start)) {
                    return false;
                }
                start = at + 1;
            }
        }
        return true;
    }

    static byte[] join(List<EnginePacket> packets) {
        if (packets.size() == 1) {
            return packets.getFirst().pollingPayload();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (EnginePacket packet : packets) {
            if (out.size() > 0) {
                out.write(SEPARATOR);
            }
            out.writeBytes(packet.pollingPayload());
        }
        return out.toByteArray();
    }

    /** @return the binary message, or empty when the text is not base64 */
    static Optional<byte[]> binary(byte[] bytes, int offset, int length) {
        try {
            return Optional.of(Base64.getDecoder().decode(withoutLineBreaks(bytes, offset, length)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The Java client breaks base64 into lines; Node does not mind. */
    private static byte[] withoutLineBreaks(byte[] bytes, int offset, int length) {
        byte[] kept = new byte[length];
        int size = 0;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != '\n' && bytes[i] != '\r') {
                kept[size++] = bytes[i];
            }
        }
        return java.util.Arrays.copyOf(kept, size);
    }
}
