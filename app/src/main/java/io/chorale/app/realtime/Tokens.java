package io.chorale.app.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.session.CsrfGuard;
import io.chorale.session.SessionOptions;
import io.chorale.session.SessionToken;
import io.chorale.websocket.engineio.Handshake;
import io.chorale.websocket.socketio.Socket;
import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import java.util.Optional;

/**
 * Finds the token that a client shows: in what it sends to join, else in the cookie of its first request. A cookie
 * counts only from our own pages, since a browser sends it for a foreign page too. Immutable.
 */
final class Tokens {
    private final SessionOptions options;
    private final CsrfGuard guard;

    Tokens(SessionOptions options, CsrfGuard guard) {
        this.options = options;
        this.guard = guard;
    }

    Optional<String> of(Socket socket) {
        return in(socket.auth()).or(() -> inCookie(socket.handshake()));
    }

    /** @param auth {@code {"token": "…"}} */
    static Optional<String> in(JsonNode auth) {
        return Optional.of(auth.path("token").asText("")).filter(token -> !token.isEmpty());
    }

    private Optional<String> inCookie(Handshake handshake) {
        WritableHeaders<?> headers = WritableHeaders.create();
        handshake.headers().forEach((name, values) -> headers.set(HeaderNames.create(name), values));
        return SessionToken.of(headers, options)
                .filter(token -> token.source() != SessionToken.Source.COOKIE || guard.allows(headers))
                .map(SessionToken::value);
    }
}
