package io.chorale.websocket.redis;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads what {@link WireWriter} wrote and refuses everything else. Nothing is allocated before its length is known to
 * be there. Not safe for use by several threads.
 */
final class WireReader {
    private static final int LONGEST_SIZE = 5;

    private final ByteBuffer in;

    WireReader(byte[] message) {
        this.in = ByteBuffer.wrap(message);
    }

    int byteValue() {
        need(1);
        return in.get() & 0xff;
    }

    long longValue() {
        need(Long.BYTES);
        return in.getLong();
    }

    /** A number of things that are elsewhere. */
    int countValue() {
        long value = longValue();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedMessageException("a count of " + value);
        }
        return (int) value;
    }

    int size() {
        int value = 0;
        for (int i = 0; i < LONGEST_SIZE; i++) {
            int next = byteValue();
            value |= (next & 0x7f) << 7 * i;
            if (next < 0x80) {
                // At least a byte is there for each thing that is counted.
                if (value < 0 || value > in.remaining()) {
                    throw new MalformedMessageException("a size of " + value + " with " + in.remaining() + " left");
                }
                return value;
            }
        }
        throw new MalformedMessageException("a size that does not end");
    }

    byte[] bytes() {
        byte[] value = new byte[size()];
        in.get(value);
        return value;
    }

    String text() {
        int length = size();
        ByteBuffer slice = in.slice(in.position(), length);
        in.position(in.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(slice).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("text that is not UTF-8");
        }
    }

    Set<String> texts() {
        int count = size();
        Set<String> values = HashSet.newHashSet(count);
        for (int i = 0; i < count; i++) {
            values.add(text());
        }
        return values;
    }

    int position() {
        return in.position();
    }

    private void need(int bytes) {
        if (in.remaining() < bytes) {
            throw new MalformedMessageException("ends after " + in.position() + " bytes");
        }
    }
}
