package io.chorale.app.accounts;

import io.chorale.config.AuthSettings;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * May people make accounts, and with which role? What an administrator saved counts first, then ENABLE_SIGNUP; with
 * neither only the first account can be made. All replicas ask the same database, so all say the same.
 */
final class SignUpRule {
    static final String SIGNUP = "ENABLE_SIGNUP";
    static final String ROLE = "DEFAULT_USER_ROLE";

    private final AuthSettings settings;
    private final StoredSettings stored;
    private final Users users;

    SignUpRule(AuthSettings settings, StoredSettings stored, Users users) {
        this.settings = settings;
        this.stored = stored;
        this.users = users;
    }

    /** For this moment; {@link #isOpenAfterFirst} decides inside of the transaction. */
    boolean isOpen() {
        return settings.loginForm() && (openAfterFirst(stored.get(SIGNUP)) || users.count() == 0);
    }

    /** When there are accounts already. */
    boolean isOpenAfterFirst(Handle handle) {
        return openAfterFirst(StoredSettings.get(handle, SIGNUP));
    }

    private boolean openAfterFirst(Optional<String> saved) {
        return saved.map(Boolean::valueOf).or(settings::signup).orElse(false);
    }

    Role defaultRole() {
        return stored.get(ROLE)
                .flatMap(Role::parse)
                .or(() -> Role.parse(settings.defaultRole()))
                .orElse(Role.PENDING);
    }
}
