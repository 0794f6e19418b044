package io.chorale.app.settings;

import org.jspecify.annotations.Nullable;

/**
 * A row of the database.
 *
 * @param text JSON, sealed when it is a secret; null for the default
 * @param revision of the last change
 */
record StoredValue(@Nullable String text, long revision) {
    /** Without the value. */
    @Override
    public String toString() {
        return "StoredValue[revision " + revision + "]";
    }
}
