package io.chorale.websocket.engineio;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Tells valid UTF-8 from other bytes (RFC 3629) without keeping what it decodes. */
final class Utf8 {
    private static final int CHUNK = 1_024;

    private Utf8() {}

    static boolean isValid(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at < end; at++) {
            if (bytes[at] < 0) {
                return decodes(ByteBuffer.wrap(bytes, at, end - at));
            }
        }
        return true;
    }

    private static boolean decodes(ByteBuffer rest) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer sink = CharBuffer.allocate(Math.min(CHUNK, rest.remaining() + 1));
        while (true) {
            CoderResult result = decoder.decode(rest, sink, true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
            sink.clear();
        }
    }
}
