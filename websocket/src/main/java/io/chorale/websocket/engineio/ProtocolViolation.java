package io.chorale.websocket.engineio;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The peer broke RFC 6455 or a bound of ours; carries the close code of section 7.4.1. */
final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF8 = 1007;
    private static final int TOO_BIG = 1009;

    private final int code;
    private final String text;
    private final @Nullable EngineLimit limit;

    private ProtocolViolation(int code, String message, @Nullable EngineLimit limit) {
        super(message, null, false, false);
        this.code = code;
        this.text = message;
        this.limit = limit;
    }

    static ProtocolViolation of(String message) {
        return new ProtocolViolation(PROTOCOL_ERROR, message, null);
    }

    static ProtocolViolation notUtf8(String message) {
        return new ProtocolViolation(NOT_UTF8, message, null);
    }

    static ProtocolViolation tooBig(EngineLimit limit, String message) {
        return new ProtocolViolation(TOO_BIG, message, limit);
    }

    /** For the close frame. */
    String text() {
        return text;
    }

    int code() {
        return code;
    }

    /** The bound that was reached, when it was one. */
    Optional<EngineLimit> limit() {
        return Optional.ofNullable(limit);
    }
}
