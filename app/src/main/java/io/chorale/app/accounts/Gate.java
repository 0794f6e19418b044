package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.chorale.session.CurrentSession;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/**
 * Who asks? Each method answers 401 with the text that pages know when it is nobody, or nobody with that right. What a
 * request shows is looked for in the bearer header, the cookie, and the header for API keys. Safe for use by many
 * threads.
 */
public final class Gate {
    private final Users users;
    private final ApiKeys keys;
    private final ProxySignIn proxy;
    private final Activity activity;
    private final HeaderName keyHeader;

    Gate(Users users, ApiKeys keys, ProxySignIn proxy, Activity activity, String keyHeader) {
        this.users = users;
        this.keys = keys;
        this.proxy = proxy;
        this.activity = activity;
        this.keyHeader = HeaderNames.create(keyHeader);
    }

    /** Anybody with an account, pending ones too; empty without a valid sign-in. */
    public Optional<User> find(ServerRequest request) {
        Optional<String> key = keyIn(request);
        if (key.isPresent()) {
            return keys.find(key.get()).filter(user -> keys.opens(request.path().path()));
        }
        return CurrentSession.of(request)
                .session()
                .flatMap(session -> users.find(session.userId()))
                .filter(user -> proxy.agrees(request, user));
    }

    User signedIn(ServerRequest request) {
        User user = keyIn(request).map(key -> byKey(request, key)).orElseGet(() -> bySession(request));
        activity.seen(user);
        return user;
    }

    /** The API key that a request shows, valid or not. */
    Optional<String> keyIn(ServerRequest request) {
        return CurrentSession.of(request)
                .token()
                .or(() -> request.headers().first(keyHeader))
                .filter(ApiKeys::isKey);
    }

    private User byKey(ServerRequest request, String key) {
        if (!keys.isEnabled() || !keys.opens(request.path().path())) {
            throw new ApiException(Status.FORBIDDEN_403, Texts.API_KEY_NOT_ALLOWED);
        }
        return keys.find(key).orElseThrow(() -> refuse(Texts.ACCOUNT_GONE));
    }

    private User bySession(ServerRequest request) {
        CurrentSession current = CurrentSession.of(request);
        if (current.token().isEmpty()) {
            throw refuse(Texts.NOT_AUTHENTICATED);
        }
        String userId =
                current.session().orElseThrow(() -> refuse(Texts.SESSION_OVER)).userId();
        return users.find(userId)
                .filter(user -> proxy.agrees(request, user))
                .orElseThrow(() -> refuse(Texts.ACCOUNT_GONE));
    }

    /** An account that an administrator has let in. */
    public User verified(ServerRequest request) {
        User user = signedIn(request);
        if (!user.isVerified()) {
            throw refuse(Texts.ACCESS_PROHIBITED);
        }
        return user;
    }

    public User admin(ServerRequest request) {
        User user = signedIn(request);
        if (!user.isAdmin()) {
            throw refuse(Texts.ACCESS_PROHIBITED);
        }
        return user;
    }

    private static ApiException refuse(String text) {
        return new ApiException(Status.UNAUTHORIZED_401, text);
    }
}
