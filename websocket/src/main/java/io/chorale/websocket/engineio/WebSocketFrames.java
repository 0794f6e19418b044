package io.chorale.websocket.engineio;

import java.nio.charset.StandardCharsets;

/** Server frames as RFC 6455 section 5.2 lays them out: one fragment, unmasked. */
final class WebSocketFrames {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    /** Section 5.5: a control frame carries at most 125 bytes, two of them the code in a close frame. */
    private static final int MAX_REASON = 123;

    private static final int FIN = 0x80;

    private WebSocketFrames() {}

    static int sizeOf(int payload) {
        return payload + (payload < 126 ? 2 : payload < 65536 ? 4 : 10);
    }

    /** Writes a frame and returns the index after it. */
    static int write(int opcode, byte[] payload, byte[] out, int at) {
        int length = payload.length;
        out[at++] = (byte) (FIN | opcode);
        if (length < 126) {
            out[at++] = (byte) length;
        } else if (length < 65536) {
            out[at++] = 126;
            out[at++] = (byte) (length >>> 8);
            out[at++] = (byte) length;
        } else {
            out[at++] = 127;
            for (int shift = 56; shift >= 0; shift -= 8) {
                out[at++] = (byte) ((long) length >>> shift);
            }
        }
        System.arraycopy(payload, 0, out, at, length);
        return at + length;
    }

    static byte[] frame(int opcode, byte[] payload) {
        byte[] out = new byte[sizeOf(payload.length)];
        write(opcode, payload, out, 0);
        return out;
    }

    /** A close frame (section 5.5.1); a longer reason is cut at a character border. */
    static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_REASON);
        while (length > 0 && length < text.length && (text[length] & 0xc0) == 0x80) {
            length--;
        }
        byte[] payload = new byte[2 + length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, length);
        return frame(CLOSE, payload);
    }
}
