package io.chorale.websocket.engineio;

import io.helidon.common.buffers.DataReader;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads client frames and joins fragments into messages (RFC 6455 sections 5 and 6). What is wrong with a frame is
 * noticed at its header where that is possible. The payload bound holds for the sum of all fragments, and memory is
 * taken as bytes arrive: a header that only announces a megabyte costs nothing. Used by one thread.
 */
final class FrameReader {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int MAX_CONTROL_PAYLOAD = 125;
    /** Taken at once for a frame; longer ones grow as their bytes come. */
    private static final int FIRST_BYTES = 16 * 1024;

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
    private ByteArrayOutputStream fragments = new ByteArrayOutputStream(0);
    private final Utf8 text = new Utf8();
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
            throw ProtocolViolation.of("reserved bits are set and no extension was agreed on");
        }
        if ((second & MASKED) == 0) {
            throw ProtocolViolation.of("a client frame must be masked");
        }
        requireExpected(opcode, last, second & 0x7f);
        byte[] payload = payload(length(opcode, second & 0x7f));
        return switch (opcode) {
            case WebSocketFrames.TEXT, WebSocketFrames.BINARY -> begin(opcode, last, payload);
            case WebSocketFrames.CONTINUATION -> proceed(last, payload);
            case WebSocketFrames.PING -> new Message.Ping(payload);
            case WebSocketFrames.PONG -> NOTHING;
            default -> close(payload);
        };
    }

    /** Whether a frame may come now at all: known before its payload is read. */
    private void requireExpected(int opcode, boolean last, int shortLength) {
        switch (opcode) {
            case WebSocketFrames.TEXT, WebSocketFrames.BINARY -> {
                if (fragmentedOpcode != WebSocketFrames.CONTINUATION) {
                    throw ProtocolViolation.of("a message began inside a fragmented one");
                }
            }
            case WebSocketFrames.CONTINUATION -> {
                if (fragmentedOpcode == WebSocketFrames.CONTINUATION) {
                    throw ProtocolViolation.of("a continuation without a beginning");
                }
                if (fragmentCount >= maxFragments) {
                    throw ProtocolViolation.tooBig(EngineLimit.FRAGMENTS, "more than " + maxFragments + " fragments");
                }
            }
            case WebSocketFrames.PING, WebSocketFrames.PONG, WebSocketFrames.CLOSE -> {
                if (!last || shortLength > MAX_CONTROL_PAYLOAD) {
                    throw ProtocolViolation.of("a control frame is whole and at most 125 bytes long");
                }
            }
            default -> throw ProtocolViolation.of("unknown opcode " + opcode);
        }
    }

    private int length(int opcode, int shortLength) {
        if (opcode >= WebSocketFrames.CLOSE) {
            return shortLength;
        }
        long length = switch (shortLength) {
            case 126 -> number(2);
            case 127 -> number(8);
            default -> shortLength;
        };
        if (length < 0) {
            throw ProtocolViolation.of("the highest bit of a length is 0");
        }
        if (length > maxPayload - fragments.size()) {
            throw ProtocolViolation.tooBig(EngineLimit.PAYLOAD, "a message is at most " + maxPayload + " bytes");
        }
        return (int) length;
    }

    private byte[] payload(int length) {
        int mask = (int) number(4);
        byte[] payload = new byte[Math.min(length, FIRST_BYTES)];
        for (int at = 0; at < length; ) {
            if (at == payload.length) {
                payload = Arrays.copyOf(payload, Math.min(length, at * 2));
            }
            byte[] some = in.readBytes(Math.min(payload.length - at, Math.max(1, in.available())));
            System.arraycopy(some, 0, payload, at, some.length);
            at += some.length;
        }
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
        requireUtf8(opcode, last, payload);
        if (last) {
            return whole(opcode, payload);
        }
        fragmentedOpcode = opcode;
        fragmentCount = 1;
        fragments.writeBytes(payload);
        return NOTHING;
    }

    private Message proceed(boolean last, byte[] payload) {
        int opcode = fragmentedOpcode;
        requireUtf8(opcode, last, payload);
        fragmentCount++;
        fragments.writeBytes(payload);
        if (!last) {
            return NOTHING;
        }
        byte[] joined = fragments.toByteArray();
        fragmentedOpcode = WebSocketFrames.CONTINUATION;
        fragments = new ByteArrayOutputStream(0); // an idle connection keeps no buffer
        return whole(opcode, joined);
    }

    private static Message whole(int opcode, byte[] payload) {
        return opcode == WebSocketFrames.BINARY ? new Message.Binary(payload) : new Message.Text(payload);
    }

    private void requireUtf8(int opcode, boolean last, byte[] payload) {
        if (opcode == WebSocketFrames.TEXT
                && (!text.proceed(payload, 0, payload.length) || last && !text.isComplete())) {
            throw ProtocolViolation.notUtf8("text is not UTF-8");
        }
    }

    private static Message close(byte[] payload) {
        if (payload.length == 0) {
            return new Message.Close(1005, "");
        }
        if (payload.length == 1) {
            throw ProtocolViolation.of("half a close code");
        }
        int code = (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        if (!mayBeSent(code)) {
            throw ProtocolViolation.of("close code " + code);
        }
        if (!Utf8.isValid(payload, 2, payload.length - 2)) {
            throw ProtocolViolation.notUtf8("a close reason is not UTF-8");
        }
        return new Message.Close(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
    }

    /** Section 7.4: 1004 to 1006 and 1015 never stand in a frame; 3000 to 4999 are for libraries and applications. */
    private static boolean mayBeSent(int code) {
        return code >= 1000 && code <= 1014 && (code < 1004 || code > 1006) || code >= 3000 && code < 5000;
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

    static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }
}
