package io.chorale.app.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit.
 *
 * @param madeMillis since 1970
 * @param reason {@code form}, {@code import}, {@code rollback to 7}, {@code environment} and the like
 */
record Revision(long revision, long madeMillis, Author author, String reason, List<Change> changes) {
    /** JSON before and after, sealed when it is a secret; null is the default. */
    record Change(
            String name, @Nullable String before, @Nullable String after) {}
}
