package io.chorale.app.accounts;

import java.util.Locale;
import java.util.Map;

/**
 * What is asked of the table of accounts.
 *
 * @param text part of name or e-mail, in any case
 * @param limit rows at most
 */
record UserSearch(String text, String order, boolean descending, int limit, long offset) {
    static final String CONDITION = "WHERE (LOWER(name) LIKE :pattern ESCAPE '!' OR email LIKE :pattern ESCAPE '!')";

    private static final Map<String, String> ORDERS = Map.of(
            "name", "LOWER(name)",
            "email", "email",
            "role", "role",
            "created_at", "created_at",
            "updated_at", "updated_at",
            "last_active_at", "last_active_at");

    static UserSearch of(String text, int limit) {
        return new UserSearch(text, "name", false, limit, 0);
    }

    String pattern() {
        return "%" + text.toLowerCase(Locale.ROOT).replaceAll("([%_!])", "!$1") + "%";
    }

    String orderBy() {
        return " ORDER BY " + ORDERS.getOrDefault(order, "created_at") + (descending ? " DESC" : "") + ", id";
    }
}
