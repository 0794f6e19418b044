package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.chorale.session.CurrentSession;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** Who asks? Each method answers 401 with the text that pages know when it is nobody, or nobody with that right. */
public final class Gate {
    private final Users users;
    private final Activity activity;

    Gate(Users users, Activity activity) {
        this.users = users;
        this.activity = activity;
    }

    /** Anybody with an account, pending ones too; empty without a valid sign-in. */
    public Optional<User> find(ServerRequest request) {
        return CurrentSession.of(request).session().flatMap(session -> users.find(session.userId()));
    }

    User signedIn(ServerRequest request) {
        CurrentSession current = CurrentSession.of(request);
        if (current.token().isEmpty()) {
            throw refuse(Texts.NOT_AUTHENTICATED);
        }
        String userId =
                current.session().orElseThrow(() -> refuse(Texts.SESSION_OVER)).userId();
        User user = users.find(userId).orElseThrow(() -> refuse(Texts.ACCOUNT_GONE));
        activity.seen(user);
        return user;
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
