package io.chorale.bench.client;

/** Numbers in the middle of packets, without making strings of them. */
public final class Digits {
    private Digits() {}

    /** The number that begins at the offset; 0 when there is none. */
    public static int parse(byte[] bytes, int offset) {
        return (int) parseLong(bytes, offset);
    }

    public static long parseLong(byte[] bytes, int offset) {
        long value = 0;
        for (int i = offset; i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            value = value * 10 + (bytes[i] - '0');
        }
        return value;
    }

    /** Just behind the first quote of the event's second element: {@code 42["message","<here>}. */
    public static int argument(byte[] bytes, int offset, int length) {
        int quotes = 0;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '"' && ++quotes == 3) {
                return i + 1;
            }
        }
        return offset + length;
    }
}
