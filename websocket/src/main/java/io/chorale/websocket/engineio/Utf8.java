package io.chorale.websocket.engineio;

/**
 * Tells valid UTF-8 from other bytes (RFC 3629, table 3-7 of the Unicode standard): no overlong forms, no surrogates,
 * nothing above U+10FFFF. An instance follows a text through its fragments and notices the first byte that cannot be
 * right, so that a bad text is refused before its end. Used by one thread.
 */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Continuation bytes still due, and the range of the next one. */
    private int due;

    private int low = 0x80;
    private int high = 0xbf;

    static boolean isValid(byte[] bytes, int offset, int length) {
        Utf8 text = new Utf8();
        return text.proceed(bytes, offset, length) && text.isComplete();
    }

    /** @return false when the text so far cannot become valid */
    boolean proceed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (due == 0) {
                at = skipAscii(bytes, at, end);
                if (at == end) {
                    return true;
                }
                if (!begin(bytes[at] & 0xff)) {
                    return false;
                }
            } else {
                int b = bytes[at] & 0xff;
                if (b < low || b > high) {
                    return false;
                }
                due--;
                low = 0x80;
                high = 0xbf;
            }
            at++;
        }
        return true;
    }

    /** Does the text end with a whole character? */
    boolean isComplete() {
        return due == 0;
    }

    /** Eight bytes at a time: nearly all text is ASCII. */
    private static int skipAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && (FrameReader.longAt(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean begin(int b) {
        if (b < 0x80) {
            return true;
        }
        if (b >= 0xc2 && b <= 0xdf) {
            due = 1;
        } else if (b >= 0xe0 && b <= 0xef) {
            due = 2;
            low = b == 0xe0 ? 0xa0 : 0x80;
            high = b == 0xed ? 0x9f : 0xbf;
        } else if (b >= 0xf0 && b <= 0xf4) {
            due = 3;
            low = b == 0xf0 ? 0x90 : 0x80;
            high = b == 0xf4 ? 0x8f : 0xbf;
        } else {
            return false;
        }
        return true;
    }
}
