package io.chorale.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit as administrators see it.
 *
 * @param at milliseconds since 1970
 * @param reason {@code form}, {@code import}, {@code rollback to 7}, {@code variables at the start} and the like
 */
public record Audit(
        long revision, long at, @Nullable String authorId, String authorName, String reason, List<Change> changes) {
    private static final JsonNode HIDDEN = TextNode.valueOf("********");

    /** Before and after; null is the default, and a secret is stars. */
    public record Change(
            String name, @Nullable JsonNode from, @Nullable JsonNode to) {}

    static Audit of(Revision revision) {
        return new Audit(
                revision.revision(),
                revision.madeMillis(),
                revision.author().id(),
                revision.author().name(),
                revision.reason(),
                revision.changes().stream()
                        .map(change -> new Change(
                                change.name(),
                                shown(change.name(), change.before()),
                                shown(change.name(), change.after())))
                        .toList());
    }

    private static @Nullable JsonNode shown(String name, @Nullable String text) {
        if (text == null) {
            return null;
        } else if (LiveCatalogue.find(name).filter(LiveSetting::secret).isPresent()) {
            return HIDDEN;
        }
        try {
            return SettingReaders.parse(text);
        } catch (IllegalArgumentException damaged) {
            return TextNode.valueOf(text);
        }
    }
}
