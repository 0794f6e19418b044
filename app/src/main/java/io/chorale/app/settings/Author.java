package io.chorale.app.settings;

import org.jspecify.annotations.Nullable;

/**
 * Who changes settings, for the audit.
 *
 * @param id of the account, null for the server itself
 */
public record Author(@Nullable String id, String name) {
    public static final Author SERVER = new Author(null, "Chorale");
}
