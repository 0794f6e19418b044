package io.chorale.app.accounts;

import com.fasterxml.jackson.databind.node.TextNode;
import io.chorale.app.http.TrustedProxies;
import io.chorale.session.CurrentSession;
import io.chorale.session.SessionCookie;
import io.chorale.session.SessionRecord;
import io.chorale.session.Sessions;
import io.chorale.session.SignedIn;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.Map;

/** Begins, shows and ends the sessions of accounts: token and cookie name the same one. Safe for use by many threads. */
final class SignedInPeople {
    /** Attributes of a session, as JSON texts. */
    static final String USER_AGENT = "user_agent";

    static final String ADDRESS = "address";

    private static final int MAX_USER_AGENT = 300;

    private final Sessions sessions;
    private final SessionCookie cookie;
    private final TrustedProxies proxies;
    private final ChannelCreation channelCreation;

    SignedInPeople(Sessions sessions, SessionCookie cookie, TrustedProxies proxies, ChannelCreation channelCreation) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.proxies = proxies;
        this.channelCreation = channelCreation;
    }

    /** A new session for whoever just proved to be this user. */
    SessionView begin(ServerRequest request, ServerResponse response, User user) {
        String userAgent = request.headers().first(HeaderNames.USER_AGENT).orElse("");
        SignedIn signedIn = sessions.signIn(
                user.id(),
                Map.of(
                        USER_AGENT,
                        json(userAgent.substring(0, Math.min(MAX_USER_AGENT, userAgent.length()))),
                        ADDRESS,
                        json(proxies.clientOf(request))));
        cookie.write(request, response, signedIn);
        return view(signedIn.token(), signedIn.session(), user);
    }

    /** The session of this request, and its cookie again: a page that only kept the token shows images by cookie. */
    SessionView current(ServerRequest request, ServerResponse response, User user) {
        CurrentSession current = CurrentSession.of(request);
        String token = current.token().orElseThrow();
        SessionRecord session = current.session().orElseThrow();
        if (!current.cameFromCookie()) {
            cookie.write(request, response, new SignedIn(token, session));
        }
        return view(token, session, user);
    }

    /** The same for a program that shows an API key, which has no session. */
    SessionView byKey(String key, User user) {
        return SessionView.of(key, null, user, Permissions.of(user, channelCreation.isForEverybody()));
    }

    /** The shape of a sign-in for an account that somebody else made: nobody is signed in. */
    SessionView withoutSession(User user) {
        return SessionView.of("", null, user, Permissions.of(user, channelCreation.isForEverybody()));
    }

    void end(ServerRequest request, ServerResponse response) {
        CurrentSession.of(request).token().ifPresent(sessions::end);
        cookie.clear(request, response);
    }

    /** Who knew the old password may have opened sessions with it. */
    void endOthers(ServerRequest request, User user) {
        var own = CurrentSession.of(request).session().map(SessionRecord::key);
        sessions.ofUser(user.id()).stream()
                .map(SessionRecord::key)
                .filter(key -> own.filter(key::equals).isEmpty())
                .forEach(sessions::end);
    }

    void endAll(String userId) {
        sessions.endAllOf(userId);
    }

    private SessionView view(String token, SessionRecord session, User user) {
        Long expires = session.expires().map(Instant::getEpochSecond).orElse(null);
        return SessionView.of(token, expires, user, Permissions.of(user, channelCreation.isForEverybody()));
    }

    private static String json(String text) {
        return TextNode.valueOf(text).toString();
    }
}
