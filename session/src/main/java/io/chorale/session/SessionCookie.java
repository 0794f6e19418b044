package io.chorale.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Writes the cookie: HttpOnly, and alive exactly as long as the session would be without another request. Safe for use
 * by many threads.
 *
 * <p>Helidon drops all headers of a response that an error handler writes anew; the handler calls {@link #restore}.
 */
public final class SessionCookie {
    private static final int REMEMBERED = 100_000;

    private final SessionOptions options;
    private final Sessions sessions;
    /** Sessions whose browser got the cookie lately; a renewal more than needed does no harm. */
    private final Cache<SessionKey, Boolean> sentLately;

    public SessionCookie(Sessions sessions) {
        this.sessions = sessions;
        this.options = sessions.options();
        this.sentLately = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(options.idleTimeout().dividedBy(4))
                .build();
    }

    /** Gives the browser a new session; before the response is sent. */
    public void write(ServerRequest request, ServerResponse response, SignedIn signedIn) {
        write(request, response, signedIn.token(), signedIn.session());
    }

    /** Takes the cookie away from the browser. */
    public void clear(ServerRequest request, ServerResponse response) {
        send(request, response, build("", Duration.ZERO, Instant.EPOCH));
    }

    /** Puts the cookie that was meant for this response back, for error handlers. */
    public static void restore(ServerRequest request, ServerResponse response) {
        request.context().get(Pending.class).ifPresent(pending -> set(response, pending.cookie()));
    }

    /** Sends the cookie again when a quarter of the idle time has gone by since this replica did or since sign-in. */
    Renewal renewal(ServerRequest request, ServerResponse response) {
        return (token, session) -> {
            Duration age = Duration.between(session.created(), sessions.clock().instant());
            boolean fresh = age.compareTo(options.idleTimeout().dividedBy(4)) < 0;
            if (!fresh && !response.isSent() && sentLately.getIfPresent(session.key()) == null) {
                write(request, response, token, session);
            }
        };
    }

    private void write(ServerRequest request, ServerResponse response, String token, SessionRecord session) {
        Instant now = sessions.clock().instant();
        Instant idleEnd = now.plus(options.idleTimeout());
        Instant end = session.expires().filter(idleEnd::isAfter).orElse(idleEnd);
        send(request, response, build(token, Duration.between(now, end), end));
        sentLately.put(session.key(), true);
    }

    private SetCookie build(String value, Duration maxAge, Instant expires) {
        return SetCookie.builder(options.wireName(), value)
                .httpOnly(true)
                .path(options.path())
                .sameSite(options.sameSite())
                .secure(options.secure())
                .maxAge(maxAge)
                .expires(expires)
                .build();
    }

    private void send(ServerRequest request, ServerResponse response, SetCookie cookie) {
        request.context().register(new Pending(cookie));
        set(response, cookie);
    }

    private static void set(ServerResponse response, SetCookie cookie) {
        // A later one of the same request takes the place of the earlier: sign-out after renewal. Helidon's clearCookie
        // would leave a second Set-Cookie behind.
        ServerResponseHeaders headers = response.headers();
        List<String> others = headers.all(HeaderNames.SET_COOKIE, List::of).stream()
                .filter(line -> !line.startsWith(cookie.name() + "="))
                .toList();
        headers.remove(HeaderNames.SET_COOKIE);
        if (!others.isEmpty()) {
            headers.set(HeaderNames.SET_COOKIE, others);
        }
        headers.addCookie(cookie);
    }

    interface Renewal {
        void renew(String token, SessionRecord session);
    }

    private record Pending(SetCookie cookie) {}
}
