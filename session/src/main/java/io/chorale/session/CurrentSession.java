package io.chorale.session;

import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The session of one request, asked from the store at most once and not before somebody wants to know. Safe for use by
 * several threads.
 */
public final class CurrentSession {
    private final Sessions sessions;
    private final Optional<SessionToken> token;
    private final SessionCookie.Renewal renewal;
    /** Guards {@link #answer}; held while asking, so that a second thread waits instead of asking too. */
    private final Object lock = new Object();

    private @Nullable Optional<SessionRecord> answer;

    CurrentSession(Sessions sessions, Optional<SessionToken> token, SessionCookie.Renewal renewal) {
        this.sessions = sessions;
        this.token = token;
        this.renewal = renewal;
    }

    /** @throws IllegalStateException when the routing has no {@link SessionFeature} */
    public static CurrentSession of(ServerRequest request) {
        return request.context()
                .get(CurrentSession.class)
                .orElseThrow(() -> new IllegalStateException("No CurrentSession in the request: add SessionFeature"
                        + " to the routing before the handlers that ask for it."));
    }

    /**
     * The live session; the same answer for the whole request, a sign-in or sign-out in between does not change it.
     *
     * @throws SessionStoreUnavailableException when the store cannot be asked; the next call asks again
     */
    public Optional<SessionRecord> session() {
        synchronized (lock) {
            Optional<SessionRecord> known = answer;
            if (known == null) {
                known = token.flatMap(shown -> sessions.find(shown.value()));
                answer = known;
                if (cameFromCookie() && known.isPresent()) {
                    renewal.renew(token.orElseThrow().value(), known.get());
                }
            }
            return known;
        }
    }

    /** What the request shows, valid or not; an API key arrives here too. */
    public Optional<String> token() {
        return token.map(SessionToken::value);
    }

    public Optional<SessionToken.Source> source() {
        return token.map(SessionToken::source);
    }

    /** Sent by the browser by itself, perhaps for a foreign page: see {@link CsrfGuard}. */
    public boolean cameFromCookie() {
        return source().filter(SessionToken.Source.COOKIE::equals).isPresent();
    }
}
