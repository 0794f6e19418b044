package io.chorale.app.channels;

import io.chorale.app.database.Database;
import io.chorale.app.database.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of messages. Safe for use by many threads. */
final class Messages {
    private static final String COLUMNS =
            "id, channel_id, user_id, temp_id, reply_to_id, parent_id, content, data, meta,"
                    + " created_at, updated_at";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM messages ";
    private static final String NEWEST_FIRST = " ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :skip";

    private final Database database;
    private final JsonText json;

    Messages(Database database, JsonText json) {
        this.database = database;
        this.json = json;
    }

    Optional<Message> find(String id) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE id = :id")
                .bind("id", id)
                .map(this::message)
                .findOne());
    }

    /** Those of them that are there, by id. */
    Map<String, Message> findAll(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database.read(handle -> handle.createQuery(SELECT + "WHERE id IN (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .map(this::message)
                .collect(Collectors.toMap(Message::id, Function.identity())));
    }

    /** What stands in the channel itself, newest first. */
    List<Message> page(String channelId, int skip, int limit) {
        return database.read(handle -> handle.createQuery(
                        SELECT + "WHERE channel_id = :channel AND parent_id IS NULL" + NEWEST_FIRST)
                .bind("channel", channelId)
                .bind("skip", skip)
                .bind("limit", limit)
                .map(this::message)
                .list());
    }

    /** The replies in a thread, newest first. */
    List<Message> thread(String parentId, int skip, int limit) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE parent_id = :parent" + NEWEST_FIRST)
                .bind("parent", parentId)
                .bind("skip", skip)
                .bind("limit", limit)
                .map(this::message)
                .list());
    }

    record Replies(long count, long latestAt) {
        static final Replies NONE = new Replies(0, 0);
    }

    /** By the id of the thread's root; without those that have no reply. */
    Map<String, Replies> replies(Collection<String> roots) {
        if (roots.isEmpty()) {
            return Map.of();
        }
        return database.read(handle -> handle.createQuery("SELECT parent_id, COUNT(*) AS replies,"
                        + " MAX(created_at) AS latest FROM messages WHERE parent_id IN (<roots>) GROUP BY parent_id")
                .bindList("roots", List.copyOf(roots))
                .map((row, context) -> Map.entry(
                        row.getString("parent_id"), new Replies(row.getLong("replies"), row.getLong("latest"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The message, and whether it is a new one and not the one that the author posted before under this temp id. */
    record Posted(Message message, boolean fresh) {}

    Posted insert(Message message) {
        return database.write(handle -> {
            int inserted = handle.createUpdate(
                            "INSERT INTO messages (" + COLUMNS + ") VALUES (:id, :channelId, :userId,"
                                    + " :tempId, :replyToId, :parentId, :content, :data, :meta, :createdAt, :updatedAt)"
                                    + " ON CONFLICT (channel_id, user_id, temp_id) DO NOTHING")
                    .bindMap(values(message))
                    .execute();
            return inserted > 0 ? new Posted(message, true) : new Posted(earlier(handle, message), false);
        });
    }

    /** New ones that were made before that time, and whose events were not said to be in the log; oldest first. */
    List<Message> untold(long before, int limit) {
        return database.read(handle -> handle.createQuery(
                        SELECT + "WHERE told_at IS NULL AND created_at < :before ORDER BY created_at LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit)
                .map(this::message)
                .list());
    }

    /** Their events are in the log. */
    void told(Collection<String> ids, long now) {
        if (!ids.isEmpty()) {
            database.write(handle -> handle.createUpdate("UPDATE messages SET told_at = :now WHERE id IN (<ids>)")
                    .bind("now", now)
                    .bindList("ids", List.copyOf(ids))
                    .execute());
        }
    }

    private Message earlier(Handle handle, Message repeated) {
        return handle.createQuery(SELECT + "WHERE channel_id = :channel AND user_id = :user AND temp_id = :temp")
                .bind("channel", repeated.channelId())
                .bind("user", repeated.userId())
                .bind("temp", repeated.tempId())
                .map(this::message)
                .one();
    }

    boolean update(Message message) {
        return database.write(handle -> handle.createUpdate("UPDATE messages SET content = :content, data = :data,"
                                + " meta = :meta, updated_at = :updatedAt WHERE id = :id")
                        .bindMap(values(message))
                        .execute())
                > 0;
    }

    /** With its reactions, and with its thread when it is a root. */
    boolean delete(String id) {
        return database.write(handle -> handle.createUpdate("DELETE FROM messages WHERE id = :id")
                        .bind("id", id)
                        .execute())
                > 0;
    }

    private Map<String, @Nullable Object> values(Message message) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", message.id());
        values.put("channelId", message.channelId());
        values.put("userId", message.userId());
        values.put("tempId", message.tempId());
        values.put("replyToId", message.replyToId());
        values.put("parentId", message.parentId());
        values.put("content", message.content());
        values.put("data", json.write(message.data()));
        values.put("meta", json.write(message.meta()));
        values.put("createdAt", message.createdAt());
        values.put("updatedAt", message.updatedAt());
        return values;
    }

    private Message message(ResultSet row, StatementContext context) throws SQLException {
        return new Message(
                row.getString("id"),
                row.getString("channel_id"),
                row.getString("user_id"),
                row.getString("temp_id"),
                row.getString("reply_to_id"),
                row.getString("parent_id"),
                row.getString("content"),
                json.read(row.getString("data")),
                json.read(row.getString("meta")),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
