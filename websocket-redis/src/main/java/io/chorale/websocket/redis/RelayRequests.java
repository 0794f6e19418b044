package io.chorale.websocket.redis;

import io.chorale.websocket.redis.RelayMessage.Kind;
import io.chorale.websocket.relay.PostBody;
import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.RelayRequest.Method;
import java.nio.charset.StandardCharsets;

/** Requests, bodies and answers of the relay as messages, and back. */
final class RelayRequests {
    private static final int WEBSOCKET = 4;
    private static final int UPGRADING = 8;
    private static final int VERSION_4 = 16;
    private static final int METHOD = 3;

    private RelayRequests() {}

    static RelayMessage message(Kind kind, long exchange, RelayRequest request) {
        return new RelayMessage(
                kind,
                exchange,
                flags(request),
                request.path(),
                request.sessionId().getBytes(StandardCharsets.UTF_8));
    }

    /** The method in the lowest two bits, then what the request said of its transport. */
    private static int flags(RelayRequest request) {
        return request.method().ordinal()
                | (request.websocket() ? WEBSOCKET : 0)
                | (request.upgrading() ? UPGRADING : 0)
                | (request.version4() ? VERSION_4 : 0);
    }

    static RelayRequest request(RelayMessage message) {
        int flags = (int) message.number();
        int method = flags & METHOD;
        if (method >= Method.values().length) {
            throw new MalformedMessageException("method " + method + " is not known");
        }
        return new RelayRequest(
                message.word(),
                text(message),
                Method.values()[method],
                (flags & WEBSOCKET) != 0,
                (flags & UPGRADING) != 0,
                (flags & VERSION_4) != 0);
    }

    static RelayMessage message(long exchange, PostBody body) {
        return switch (body) {
            case PostBody.Payload(byte[] bytes) -> RelayMessage.of(Kind.BODY, exchange, bytes);
            case PostBody.TooLarge() -> RelayMessage.of(Kind.BODY, exchange, 1);
            case PostBody.Binary() -> RelayMessage.of(Kind.BODY, exchange, 2);
        };
    }

    static PostBody body(RelayMessage message) {
        return switch ((int) message.number()) {
            case 0 -> new PostBody.Payload(message.bytes());
            case 1 -> new PostBody.TooLarge();
            case 2 -> new PostBody.Binary();
            default -> throw new MalformedMessageException("body " + message.number() + " is not known");
        };
    }

    static RelayMessage message(long exchange, RelayAnswer answer) {
        return new RelayMessage(Kind.ANSWER, exchange, answer.status(), answer.contentType(), answer.body());
    }

    static RelayAnswer answer(RelayMessage message) {
        return new RelayAnswer((int) message.number(), message.word(), message.bytes());
    }

    static String text(RelayMessage message) {
        return new String(message.bytes(), StandardCharsets.UTF_8);
    }
}
