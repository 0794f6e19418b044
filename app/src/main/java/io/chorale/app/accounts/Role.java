package io.chorale.app.accounts;

import java.util.Locale;
import java.util.Optional;

/** What an account may do. A pending one may only wait for an administrator. */
public enum Role {
    PENDING,
    USER,
    ADMIN;

    static Optional<Role> parse(String text) {
        for (Role role : values()) {
            if (role.wireName().equals(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
