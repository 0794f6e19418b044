package io.chorale.app.accounts;

import io.chorale.app.http.AccountFacts;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/** What the start of a page is told about accounts. Safe for use by many threads. */
final class Facts implements AccountFacts {
    private final Users users;
    private final Gate gate;
    private final SignUpRule signUp;

    Facts(Users users, Gate gate, SignUpRule signUp) {
        this.users = users;
        this.gate = gate;
        this.signUp = signUp;
    }

    @Override
    public boolean onboarding() {
        return users.count() == 0;
    }

    @Override
    public boolean signUpOpen() {
        return signUp.isOpen();
    }

    @Override
    public Optional<String> roleOf(ServerRequest request) {
        return gate.find(request).map(user -> user.role().wireName());
    }

    @Override
    public long userCount() {
        return users.count();
    }
}
