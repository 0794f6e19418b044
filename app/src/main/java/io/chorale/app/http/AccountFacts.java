package io.chorale.app.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** What {@code /api/config} tells of accounts. Safe for many threads. */
public interface AccountFacts {
    /** No account exists yet: the page asks for the first administrator. */
    boolean onboarding();

    /** May a stranger sign up now? */
    boolean signUpOpen();

    /** {@code admin}, {@code user} or {@code pending}; empty for a stranger, whatever token is shown. */
    Optional<String> roleOf(ServerRequest request);

    long userCount();
}
