package io.chorale.app.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables of live settings. Writers hold the lock {@link #LOCK}, so that revisions have no gaps. Stateless. */
final class SettingsTable {
    static final String LOCK = "live settings";

    private SettingsTable() {}

    /** One statement, so that it sees the state of one moment on both databases. */
    static StoredSnapshot read(Handle handle) {
        Map<String, StoredValue> rows = new HashMap<>();
        long[] revision = new long[1];
        handle.createQuery("SELECT head.revision AS head, s.name, s.value, s.revision"
                        + " FROM (SELECT COALESCE(MAX(revision), 0) AS revision FROM setting_revisions) head"
                        + " LEFT JOIN live_settings s ON 1 = 1")
                .map((row, context) -> {
                    revision[0] = row.getLong("head");
                    String name = row.getString("name");
                    if (name != null) {
                        rows.put(name, new StoredValue(row.getString("value"), row.getLong("revision")));
                    }
                    return name == null ? "" : name;
                })
                .list();
        return new StoredSnapshot(revision[0], rows);
    }

    /** @param changes name to the new text, null for the default; not empty */
    static long write(
            Handle handle,
            StoredSnapshot before,
            Map<String, Optional<String>> changes,
            Author author,
            String reason,
            long nowMillis) {
        long revision = before.revision() + 1;
        handle.createUpdate("INSERT INTO setting_revisions (revision, made_ms, author_id, author_name, reason)"
                        + " VALUES (:revision, :now, :id, :name, :reason)")
                .bind("revision", revision)
                .bind("now", nowMillis)
                .bind("id", author.id())
                .bind("name", author.name())
                .bind("reason", reason)
                .execute();
        changes.forEach((name, text) -> {
            StoredValue old = before.rows().get(name);
            change(handle, revision, name, old == null ? null : old.text(), text.orElse(null));
        });
        return revision;
    }

    private static void change(
            Handle handle, long revision, String name, @Nullable String oldText, @Nullable String newText) {
        handle.createUpdate("INSERT INTO setting_changes (revision, name, old_value, new_value)"
                        + " VALUES (:revision, :name, :old, :new)")
                .bind("revision", revision)
                .bind("name", name)
                .bind("old", oldText)
                .bind("new", newText)
                .execute();
        handle.createUpdate("INSERT INTO live_settings (name, value, revision) VALUES (:name, :new, :revision)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value, revision = excluded.revision")
                .bind("name", name)
                .bind("new", newText)
                .bind("revision", revision)
                .execute();
    }

    /** What each setting that changed after the revision was at it; empty for the default. */
    static Map<String, Optional<String>> at(Handle handle, long revision) {
        Map<String, Optional<String>> values = new HashMap<>();
        handle.createQuery("SELECT name, old_value FROM setting_changes WHERE revision > :revision ORDER BY revision")
                .bind("revision", revision)
                .map((row, context) -> {
                    // The first change after it says what it was before.
                    values.putIfAbsent(row.getString("name"), Optional.ofNullable(row.getString("old_value")));
                    return revision;
                })
                .list();
        return values;
    }

    /** Newest first. */
    static List<Revision> history(Handle handle, long before, int limit) {
        Map<Long, List<Revision.Change>> changes = new HashMap<>();
        List<Revision> revisions = handle.createQuery(
                        "SELECT revision, made_ms, author_id, author_name, reason FROM setting_revisions"
                                + " WHERE revision < :before ORDER BY revision DESC LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> new Revision(
                        row.getLong("revision"),
                        row.getLong("made_ms"),
                        new Author(row.getString("author_id"), row.getString("author_name")),
                        row.getString("reason"),
                        changes.computeIfAbsent(row.getLong("revision"), ignored -> new java.util.ArrayList<>())))
                .list();
        if (!revisions.isEmpty()) {
            handle.createQuery("SELECT revision, name, old_value, new_value FROM setting_changes"
                            + " WHERE revision BETWEEN :first AND :last ORDER BY revision, name")
                    .bind("first", revisions.getLast().revision())
                    .bind("last", revisions.getFirst().revision())
                    .map((row, context) -> java.util.Objects.requireNonNull(changes.get(row.getLong("revision")))
                            .add(new Revision.Change(
                                    row.getString("name"), row.getString("old_value"), row.getString("new_value"))))
                    .list();
        }
        return revisions;
    }
}
