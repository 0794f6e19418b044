package io.chorale.websocket.engineio;

import io.helidon.common.buffers.DataReader;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads client frames and joins fragments into messages (RFC 6455 sections 5 and 6). The payload bound holds for the
 * sum of all fragments and is checked before anything is read or allocated. Used by one thread.
 */
final class FrameReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int MAX_CONTROL_PAYLOAD = 125;

    /** What one frame completed. */
    sealed interface Message {
        record Text(byte[] utf8) implements Message {}

        record Binary(byte[] data) implements Message {}

        record Ping(byte[] data) implements Message {}

        record Close(int code, String reason) implements Message {}

        /** A pong, or a fragment that does not end its message. */
        record Nothing() implements Message {}
    }

    private static final Message NOTHING = new Message.Nothing();

    private final DataReader in;
    private final int maxPayload;
    private final int maxFragments;

    private int fragmentedOpcode = WebSocketFrames.CONTINUATION;
    private final ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);
    private int fragmentCount;

    FrameReader(DataReader in, int maxPayload, int maxFragments) {
        this.in = in;
        this.maxPayload = maxPayload;
        this.maxFragments = maxFragments;
    }

    /**
     * Blocks for the next frame.
     *
     * @throws ProtocolViolation when the peer must be sent away
     */
    Message next() {
        int first = in.read() & 0xff;
        int second = in.read() & 0xff;
        int opcode = first & 0x0f;
        boolean last = (first & FIN) != 0;
        if ((first & RESERVED) != 0) {
            throw violation("reserved bits are set and no extension was agreed on");
        }
        if ((second & MASKED) == 0) {
            throw violation("a client frame must be masked");
        }
        byte[] payload = payload(opcode, last, second & 0x7f);
        return switch (opcode) {
            case WebSocketFrames.TEXT, WebSocketFrames.BINARY -> begin(opcode, last, payload);
            case WebSocketFrames.CONTINUATION -> proceed(last, payload);
            case WebSocketFrames.PING -> new Message.Ping(payload);
            case WebSocketFrames.PONG -> NOTHING;
            case WebSocketFrames.CLOSE -> close(payload);
            default -> throw violation("unknown opcode " + opcode);
        };
    }

    private byte[] payload(int opcode, boolean last, int shortLength) {
        long length = shortLength;
        if (opcode >= WebSocketFrames.CLOSE) {
            if (!last || shortLength > MAX_CONTROL_PAYLOAD) {
                throw violation("a control frame is whole and at most 125 bytes long");
            }
        } else if (shortLength == 126) {
            length = number(2);
        } else if (shortLength == 127) {
            length = number(8);
        }
        if (length < 0 || length + fragments.size() > maxPayload) {
            throw new ProtocolViolation(ProtocolViolation.TOO_BIG, "a message is at most " + maxPayload + " bytes");
        }
        int mask = (int) number(4);
        byte[] payload = length == 0 ? new byte[0] : in.readBytes((int) length);
        unmask(payload, mask);
        return payload;
    }

    private long number(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | in.read() & 0xff;
        }
        return value;
    }

    private Message begin(int opcode, boolean last, byte[] payload) {
        if (fragmentedOpcode != WebSocketFrames.CONTINUATION) {
            throw violation("a message began inside a fragmented one");
        }
        if (last) {
            return whole(opcode, payload);
        }
        fragmentedOpcode = opcode;
        fragmentCount = 1;
        fragments.writeBytes(payload);
        return NOTHING;
    }

    private Message proceed(boolean last, byte[] payload) {
        if (fragmentedOpcode == WebSocketFrames.CONTINUATION) {
            throw violation("a continuation without a beginning");
        }
        if (++fragmentCount > maxFragments) {
            throw new ProtocolViolation(ProtocolViolation.TOO_BIG, "more than " + maxFragments + " fragments");
        }
        fragments.writeBytes(payload);
        if (!last) {
            return NOTHING;
        }
        int opcode = fragmentedOpcode;
        byte[] joined = fragments.toByteArray();
        fragmentedOpcode = WebSocketFrames.CONTINUATION;
        fragments.reset();
        return whole(opcode, joined);
    }

    private static Message whole(int opcode, byte[] payload) {
        if (opcode == WebSocketFrames.BINARY) {
            return new Message.Binary(payload);
        }
        requireUtf8(payload, 0);
        return new Message.Text(payload);
    }

    private static Message close(byte[] payload) {
        if (payload.length == 0) {
            return new Message.Close(1005, "");
        }
        if (payload.length == 1) {
            throw violation("half a close code");
        }
        int code = (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        if (!mayBeSent(code)) {
            throw violation("close code " + code);
        }
        requireUtf8(payload, 2);
        return new Message.Close(
                code, new String(payload, 2, payload.length - 2, java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Section 7.4: 1004 to 1006 and 1015 never stand in a frame; 3000 to 4999 are for libraries and applications. */
    private static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006) || code >= 3000 && code < 5000;
    }

    private static void requireUtf8(byte[] payload, int offset) {
        if (!Utf8.isValid(payload, offset, payload.length - offset)) {
            throw new ProtocolViolation(ProtocolViolation.NOT_UTF8, "text is not UTF-8");
        }
    }

    /** Section 5.3, eight bytes at a time. */
    static void unmask(byte[] data, int mask) {
        long mask8 = (long) mask << 32 | mask & 0xffffffffL;
        int at = 0;
        for (; at + Long.BYTES <= data.length; at += Long.BYTES) {
            LONGS.set(data, at, (long) LONGS.get(data, at) ^ mask8);
        }
        for (; at < data.length; at++) {
            data[at] ^= (byte) (mask >>> 24 - 8 * (at & 3));
        }
    }

    private static ProtocolViolation violation(String message) {
        return new ProtocolViolation(ProtocolViolation.PROTOCOL_ERROR, message);
    }
}
