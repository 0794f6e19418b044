package io.chorale.websocket.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** Writes what {@link WireReader} reads: big-endian numbers, everything else with its length before it. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    WireWriter byteValue(int value) {
        out.write(value);
        return this;
    }

    WireWriter longValue(long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
        return this;
    }

    /** 7 bits a byte, lowest first; the highest bit says that more follow. */
    WireWriter size(int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
        return this;
    }

    WireWriter bytes(byte[] value) {
        size(value.length);
        out.writeBytes(value);
        return this;
    }

    WireWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter texts(Collection<String> values) {
        size(values.size());
        values.forEach(this::text);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
