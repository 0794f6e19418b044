package io.chorale.websocket.redis;

/**
 * One step of an exchange between the replica that has a client's connection and the owner of its session. What {@link
 * #number}, {@link #word} and {@link #bytes} mean stands at each {@link Kind}; the others are 0 or empty. Immutable.
 *
 * @param exchange given by the replica that opened the link
 */
record RelayMessage(Kind kind, long exchange, long number, String word, byte[] bytes) {
    private static final byte[] NOTHING = new byte[0];

    /** The order is the wire format: new kinds come last. */
    enum Kind {
        /** A polling request: number = {@link RelayRequests#flags}, word = path, bytes = session id. */
        ASK,
        /** The body of a POST: number = 0 payload, 1 too large, 2 binary; bytes = the payload. */
        BODY,
        /** The client is gone: no answer is wanted. */
        ABANDON,
        /** number = HTTP status, word = content type, bytes = body. Also refuses a websocket. */
        ANSWER,
        /** The answer is here. */
        RECEIVED,
        /** The answer did not reach the client: word = path, bytes = session id. */
        LOST,
        /** A websocket asks for the session: as {@link #ASK}. */
        CONNECT,
        /** The websocket may be opened. */
        ACCEPTED,
        OPENED,
        /** From the client: bytes = a text message. */
        TEXT,
        /** From the client: bytes = a binary message. */
        BINARY,
        /** The owner took so many bytes of messages: number. */
        TAKEN,
        /** To the client: bytes = websocket frames. */
        FRAMES,
        /** So many bytes of frames are on the wire: number. */
        WRITTEN,
        /** Close handshake: number = code, word = reason. */
        CLOSE,
        ABORT,
        /** The connection ended: number = ordinal of the ending. */
        ENDED
    }

    static RelayMessage of(Kind kind, long exchange) {
        return new RelayMessage(kind, exchange, 0, "", NOTHING);
    }

    static RelayMessage of(Kind kind, long exchange, long number) {
        return new RelayMessage(kind, exchange, number, "", NOTHING);
    }

    static RelayMessage of(Kind kind, long exchange, byte[] bytes) {
        return new RelayMessage(kind, exchange, 0, "", bytes);
    }

    byte[] encode() {
        return new WireWriter()
                .byteValue(kind.ordinal())
                .longValue(exchange)
                .longValue(number)
                .text(word)
                .bytes(bytes)
                .toBytes();
    }

    /** @throws MalformedMessageException when no replica of a known version wrote it */
    static RelayMessage parse(byte[] message) {
        WireReader in = new WireReader(message);
        int kind = in.byteValue();
        if (kind >= Kind.values().length) {
            throw new MalformedMessageException("step " + kind + " of an exchange is not known");
        }
        RelayMessage parsed =
                new RelayMessage(Kind.values()[kind], in.longValue(), in.longValue(), in.text(), in.bytes());
        return parsed;
    }
}
