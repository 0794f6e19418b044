package io.chorale.websocket.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A websocket whose every bit is ours to set (RFC 6455 section 5.2). Used by one thread. */
public final class RawWebSocket implements AutoCloseable {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xa;
    public static final int FIN = 0x80;

    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private final RawConnection connection;
    private final RawHttp.Answer handshake;

    /** @param opcode without FIN and the reserved bits */
    public record Frame(int opcode, boolean last, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close frame; 1005 when there is none. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        public String closeReason() {
            return payload.length < 2 ? "" : text().substring(2);
        }
    }

    private RawWebSocket(RawConnection connection, RawHttp.Answer handshake) {
        this.connection = connection;
        this.handshake = handshake;
    }

    public static RawWebSocket open(int port, String target, String... headers) {
        return open(RawConnection.to(port), target, headers);
    }

    public static RawWebSocket open(RawConnection connection, String target, String... headers) {
        RawHttp http = RawHttp.over(connection);
        String[] all = new String[headers.length + 4];
        all[0] = "Upgrade: websocket";
        all[1] = "Connection: Upgrade";
        all[2] = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
        all[3] = "Sec-WebSocket-Version: 13";
        System.arraycopy(headers, 0, all, 4, headers.length);
        return new RawWebSocket(connection, http.send("GET", target, "", all).answer());
    }

    /** The HTTP answer; 101 when there is a websocket now. */
    public RawHttp.Answer handshake() {
        return handshake;
    }

    public RawConnection connection() {
        return connection;
    }

    public RawWebSocket text(String text) {
        return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public RawWebSocket binary(byte[] data) {
        return frame(FIN | BINARY, data);
    }

    public RawWebSocket close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return frame(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    public RawWebSocket frame(int firstByte, byte[] payload) {
        connection.send(encode(firstByte, payload));
        return this;
    }

    public static byte[] encode(int firstByte, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(firstByte);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else if (payload.length < 65_536) {
            out.write(0x80 | 126);
            out.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            out.write(0x80 | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.writeBytes(MASK);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ MASK[i & 3]);
        }
        return out.toByteArray();
    }

    /** The next frame; fails when the peer hangs up. */
    public Frame read() {
        int first = connection.read(1)[0] & 0xff;
        int second = connection.read(1)[0] & 0xff;
        int length = second & 0x7f;
        if (length == 126) {
            length = ByteBuffer.wrap(connection.read(2)).getShort() & 0xffff;
        } else if (length == 127) {
            length = Math.toIntExact(ByteBuffer.wrap(connection.read(8)).getLong());
        }
        return new Frame(first & 0x0f, (first & FIN) != 0, connection.read(length));
    }

    /** The next text frame's text; anything else is a failure. */
    public String readText() {
        Frame frame = read();
        if (frame.opcode() != TEXT) {
            throw new AssertionError("not a text frame: opcode " + frame.opcode() + " " + frame.text());
        }
        return frame.text();
    }

    /** Reads on to the close frame. */
    public Frame readClose() {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame;
    }

    @Override
    public void close() {
        connection.close();
    }
}
