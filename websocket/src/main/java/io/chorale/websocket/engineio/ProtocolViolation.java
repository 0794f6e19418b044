package io.chorale.websocket.engineio;

/** The peer broke RFC 6455; carries the close code of section 7.4.1. */
final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final int PROTOCOL_ERROR = 1002;
    static final int NOT_UTF8 = 1007;
    static final int TOO_BIG = 1009;

    private final int code;
    private final String text;

    ProtocolViolation(int code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.text = message;
    }

    /** For the close frame. */
    String text() {
        return text;
    }

    int code() {
        return code;
    }
}
