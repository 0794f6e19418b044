package io.chorale.app.accounts;

import io.chorale.app.database.Database;
import io.chorale.app.database.SqlErrors;
import io.chorale.app.http.ApiException;
import io.helidon.http.Status;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** Makes accounts and lets people in. Safe for use by many threads; throws {@link ApiException} with known texts. */
final class AccountService {
    /** Guards the moment in which the first account becomes the administrator. */
    private static final String FIRST_ACCOUNT = "first account";

    private final Database database;
    private final Users users;
    private final Passwords passwords;
    private final SignUpRule signUp;
    private final AccountRules rules;
    private final Clock clock;

    AccountService(
            Database database, Users users, Passwords passwords, SignUpRule signUp, AccountRules rules, Clock clock) {
        this.database = database;
        this.users = users;
        this.passwords = passwords;
        this.signUp = signUp;
        this.rules = rules;
        this.clock = clock;
    }

    /** Makes an account for whoever asks; the first one is the administrator. */
    User signUp(String name, String email, String password, String image) {
        if (!signUp.isOpen()) {
            throw new ApiException(Status.FORBIDDEN_403, Texts.ACCESS_PROHIBITED);
        }
        return create(name, email, password, image, signUp.defaultRole(), signUp::isOpenAfterFirst);
    }

    /** Makes an account that an administrator wants. */
    User add(String name, String email, String password, Role role, String image) {
        return create(name, email, password, image, role, handle -> true);
    }

    /** Makes the administrator of a new installation; does nothing when there are accounts. */
    void addFirst(String name, String email, String password) {
        if (users.count() == 0) {
            try {
                create(name, email, password, "", Role.ADMIN, handle -> false);
            } catch (ApiException e) {
                if (users.count() == 0) { // else another replica was faster
                    throw e;
                }
            }
        }
    }

    /** The account of somebody whom a trusted proxy has signed in; it is made on the way, whatever ENABLE_SIGNUP says. */
    User enter(ProxySignIn.Told told, AccountListener listener) {
        User user = users.findByEmail(told.email()).orElseGet(() -> made(told));
        return told.role()
                .filter(role -> role != user.role() && !isFirst(user))
                .map(role -> {
                    User changed = save(user, user.name(), user.email(), role, user.profileImageUrl());
                    listener.changed(changed);
                    return changed;
                })
                .orElse(user);
    }

    private User made(ProxySignIn.Told told) {
        String unknown = UUID.randomUUID().toString(); // nobody signs in with it
        Role role = told.role().orElseGet(signUp::defaultRole);
        try {
            return create(told.name(), told.email(), unknown, "", role, handle -> true);
        } catch (ApiException e) {
            return users.findByEmail(told.email()).orElseThrow(() -> e); // made by another request meanwhile
        }
    }

    boolean isFirst(User user) {
        return users.first().filter(first -> first.id().equals(user.id())).isPresent();
    }

    private User create(
            String name, String email, String password, String image, Role role, Predicate<Handle> openAfterFirst) {
        long now = clock.instant().getEpochSecond();
        User asked = new User(
                UUID.randomUUID().toString(),
                AccountRules.name(name),
                AccountRules.email(email),
                role,
                AccountRules.image(image),
                null,
                null,
                null,
                now,
                now,
                now);
        if (users.findByEmail(asked.email()).isPresent()) {
            throw taken();
        }
        String hash = passwords.hash(rules.password(password));
        try {
            User user = database.writeAlone(FIRST_ACCOUNT, handle -> insert(handle, asked, hash, openAfterFirst));
            signUp.closed();
            return user;
        } catch (JdbiException e) {
            throw SqlErrors.isDuplicate(e) ? taken() : e;
        }
    }

    private User insert(Handle handle, User asked, String hash, Predicate<Handle> openAfterFirst) {
        boolean first = Users.count(handle) == 0;
        if (!first && !openAfterFirst.test(handle)) {
            throw new ApiException(Status.FORBIDDEN_403, Texts.ACCESS_PROHIBITED);
        }
        User user = first
                ? asked.changed(asked.name(), asked.email(), Role.ADMIN, asked.profileImageUrl(), asked.updatedAt())
                : asked;
        Users.insert(handle, user, hash);
        if (first) {
            Users.markFirst(handle, user);
            signUp.closeAfterFirst(handle);
        }
        return user;
    }

    private static ApiException taken() {
        return new ApiException(Status.BAD_REQUEST_400, Texts.EMAIL_TAKEN);
    }

    /** The account that the words belong to. */
    User checkSignIn(String email, String password) {
        var known = users.credentials(email.strip().toLowerCase(Locale.ROOT));
        if (known.isEmpty()) {
            passwords.matchNobody(password);
        } else if (passwords.matches(password, known.get().passwordHash())) {
            return known.get().user();
        }
        throw new ApiException(Status.BAD_REQUEST_400, Texts.INVALID_CREDENTIALS);
    }

    void changePassword(User user, String old, String fresh) {
        boolean right = users.credentials(user.email())
                .filter(known -> passwords.matches(old, known.passwordHash()))
                .isPresent();
        if (!right) {
            throw new ApiException(Status.BAD_REQUEST_400, Texts.INVALID_PASSWORD);
        }
        setPassword(user, fresh);
    }

    void setPassword(User user, String fresh) {
        users.updatePassword(user.id(), passwords.hash(rules.password(fresh)));
    }

    /** Saves what was changed in an account. */
    User save(User user, String name, String email, Role role, String image) {
        User changed = user.changed(
                AccountRules.name(name),
                AccountRules.email(email),
                role,
                AccountRules.image(image),
                clock.instant().getEpochSecond());
        try {
            users.update(changed);
            return changed;
        } catch (JdbiException e) {
            throw SqlErrors.isDuplicate(e) ? taken() : e;
        }
    }
}
