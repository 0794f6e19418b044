package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.helidon.http.Status;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * WEBUI_AUTH=false: whoever comes is the one local administrator. Only for an installation without other accounts, since
 * everybody would have all rights over them.
 */
final class OpenHouse {
    private static final String EMAIL = "admin@localhost";
    private static final String NAME = "User";
    private static final int PASSWORD_BYTES = 32;

    private final boolean open;
    private final Users users;
    private final AccountService accounts;
    private final SecureRandom random;

    OpenHouse(boolean open, Users users, AccountService accounts, SecureRandom random) {
        this.open = open;
        this.users = users;
        this.accounts = accounts;
        this.random = random;
    }

    /** The account that everybody signs in to, or empty when people have their own. */
    Optional<User> guest() {
        if (!open) {
            return Optional.empty();
        }
        byte[] unknown = new byte[PASSWORD_BYTES];
        random.nextBytes(unknown);
        accounts.addFirst(NAME, EMAIL, Base64.getEncoder().encodeToString(unknown));
        if (users.count() != 1) {
            throw new ApiException(Status.BAD_REQUEST_400, Texts.EXISTING_USERS);
        }
        return Optional.of(users.findByEmail(EMAIL)
                .orElseThrow(() -> new ApiException(Status.BAD_REQUEST_400, Texts.EXISTING_USERS)));
    }

    void refuseSignUp() {
        if (open && users.count() > 0) {
            throw new ApiException(Status.FORBIDDEN_403, Texts.ACCESS_PROHIBITED);
        }
    }
}
