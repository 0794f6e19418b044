package io.chorale.websocket.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One unit from server to client: a text message with the binary messages that belong to it. Encoded once for each
 * transport, however many sessions it is sent to. Immutable and safe for use by many threads.
 */
public final class EnginePacket {
    private final byte[] text;
    private final List<byte[]> attachments;
    private byte @Nullable [] frames;
    private byte @Nullable [] payload;

    private EnginePacket(byte[] text, List<byte[]> attachments) {
        this.text = text;
        this.attachments = List.copyOf(attachments);
    }

    /** @param text a packet of Engine.IO with its type character, UTF-8: {@code 4hello}, {@code 2} */
    public static EnginePacket of(byte[] text, List<byte[]> attachments) {
        return new EnginePacket(text, attachments);
    }

    public static EnginePacket of(String text) {
        return new EnginePacket(text.getBytes(StandardCharsets.UTF_8), List.of());
    }

    /** A packet of one binary message and no text. */
    public static EnginePacket binary(byte[] data) {
        return new EnginePacket(new byte[0], List.of(data));
    }

    /**
     * Bytes to write on a websocket: a text frame and a binary frame for each attachment. Shared; never written to.
     */
    public byte[] webSocketFrames() {
        byte[] known = frames; // a race encodes twice, to equal bytes
        if (known == null) {
            known = encodeFrames();
            frames = known;
        }
        return known;
    }

    /** Bytes of a polling payload, without separator at either end. Shared; never written to. */
    public byte[] pollingPayload() {
        byte[] known = payload;
        if (known == null) {
            known = encodePayload();
            payload = known;
        }
        return known;
    }

    private byte[] encodeFrames() {
        int size = text.length == 0 ? 0 : WebSocketFrames.sizeOf(text.length);
        for (byte[] attachment : attachments) {
            size += WebSocketFrames.sizeOf(attachment.length);
        }
        byte[] out = new byte[size];
        int at = text.length == 0 ? 0 : WebSocketFrames.write(WebSocketFrames.TEXT, text, out, 0);
        for (byte[] attachment : attachments) {
            at = WebSocketFrames.write(WebSocketFrames.BINARY, attachment, out, at);
        }
        return out;
    }

    private byte[] encodePayload() {
        if (attachments.isEmpty()) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 64);
        out.writeBytes(text);
        for (byte[] attachment : attachments) {
            if (out.size() > 0) {
                out.write(PollingPayload.SEPARATOR);
            }
            out.write('b');
            out.writeBytes(Base64.getEncoder().encode(attachment));
        }
        return out.toByteArray();
    }
}
