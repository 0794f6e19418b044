package io.chorale.websocket.engineio;

import java.nio.charset.StandardCharsets;

/** Why a request is refused, in the bodies that clients of the reference implementation know. */
enum EngineError {
    TRANSPORT_UNKNOWN(0, "Transport unknown", 400),
    SESSION_UNKNOWN(1, "Session ID unknown", 400),
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method", 400),
    BAD_REQUEST(3, "Bad request", 400),
    FORBIDDEN(4, "Forbidden", 403),
    UNSUPPORTED_VERSION(5, "Unsupported protocol version", 400);

    private final int code;
    private final String message;
    private final int status;

    EngineError(int code, String message, int status) {
        this.code = code;
        this.message = message;
        this.status = status;
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body(message);
    }

    /** @param text what to say instead of the reference's words */
    byte[] body(String text) {
        StringBuilder json = new StringBuilder("{\"code\":" + code + ",\"message\":\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append("\"}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
