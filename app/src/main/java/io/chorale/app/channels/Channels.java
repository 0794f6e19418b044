package io.chorale.app.channels;

import io.chorale.app.accounts.User;
import io.chorale.app.database.Database;
import io.chorale.app.database.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables of channels and of how far people have read. Safe for use by many threads. */
public final class Channels {
    /** Of one installation; all of them are looked through for each list. */
    static final int MOST = 5_000;

    private static final String COLUMNS =
            "id, user_id, name, description, data, meta, access_control, created_at, updated_at";
    /** Nobody reads how many exactly beyond that. */
    private static final int UNREAD_AT_MOST = 100;

    private final Database database;
    private final JsonText json;

    public Channels(Database database, JsonText json) {
        this.database = database;
        this.json = json;
    }

    /** By name, as far as this account may see them. */
    public List<Channel> readableBy(User user) {
        return all().stream().filter(channel -> channel.mayRead(user)).toList();
    }

    public List<Channel> all() {
        return database.read(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + " FROM channels ORDER BY name, created_at, id LIMIT :most")
                .bind("most", MOST)
                .map(this::channel)
                .list());
    }

    Optional<Channel> find(String id) {
        return database.read(handle -> handle.createQuery("SELECT " + COLUMNS + " FROM channels WHERE id = :id")
                .bind("id", id)
                .map(this::channel)
                .findOne());
    }

    /** @return false when there are too many already */
    boolean insert(Channel channel) {
        return database.writeAlone("channels", handle -> {
            long count = handle.createQuery("SELECT COUNT(*) FROM channels")
                    .mapTo(Long.class)
                    .one();
            if (count >= MOST) {
                return false;
            }
            handle.createUpdate("INSERT INTO channels (" + COLUMNS + ") VALUES (:id, :userId, :name, :description,"
                            + " :data, :meta, :access, :createdAt, :updatedAt)")
                    .bindMap(values(channel))
                    .execute();
            return true;
        });
    }

    boolean update(Channel channel) {
        return database.write(handle -> handle.createUpdate("UPDATE channels SET name = :name,"
                                + " description = :description, data = :data, meta = :meta, access_control = :access,"
                                + " updated_at = :updatedAt WHERE id = :id")
                        .bindMap(values(channel))
                        .execute())
                > 0;
    }

    /** With all its messages. */
    boolean delete(String id) {
        return database.write(handle -> handle.createUpdate("DELETE FROM channels WHERE id = :id")
                        .bind("id", id)
                        .execute())
                > 0;
    }

    /** Never goes back. */
    public void markRead(String channelId, String userId, long when) {
        database.write(handle -> handle.createUpdate("INSERT INTO channel_reads (channel_id, user_id, last_read_at)"
                        + " VALUES (:channel, :user, :now) ON CONFLICT (channel_id, user_id) DO UPDATE SET"
                        + " last_read_at = excluded.last_read_at"
                        + " WHERE channel_reads.last_read_at < excluded.last_read_at")
                .bind("channel", channelId)
                .bind("user", userId)
                .bind("now", when)
                .execute());
    }

    /**
     * @param lastMessageAt epoch nanoseconds, 0 when there is none
     * @param lastReadAt epoch nanoseconds, 0 when never
     * @param unread messages of others since then, outside of threads, at most 100
     */
    record Reading(long lastMessageAt, long lastReadAt, int unread) {
        static final Reading NONE = new Reading(0, 0, 0);
    }

    /** How far an account has read, by channel. */
    Map<String, Reading> readingsOf(String userId) {
        return database.read(handle -> handle.createQuery("SELECT c.id,"
                        + " COALESCE((SELECT MAX(m.created_at) FROM messages m WHERE m.channel_id = c.id"
                        + " AND m.parent_id IS NULL), 0) AS last_message_at,"
                        + " COALESCE(r.last_read_at, 0) AS last_read_at,"
                        + " (SELECT COUNT(*) FROM (SELECT 1 FROM messages m WHERE m.channel_id = c.id"
                        + " AND m.parent_id IS NULL AND m.created_at > COALESCE(r.last_read_at, 0)"
                        + " AND m.user_id <> :user LIMIT " + UNREAD_AT_MOST + ") AS newer) AS unread"
                        + " FROM channels c LEFT JOIN channel_reads r ON r.channel_id = c.id AND r.user_id = :user")
                .bind("user", userId)
                .map((row, context) -> Map.entry(
                        row.getString("id"),
                        new Reading(row.getLong("last_message_at"), row.getLong("last_read_at"), row.getInt("unread"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Map<String, Object> values(Channel channel) {
        Map<String, Object> values = new java.util.HashMap<>();
        values.put("id", channel.id());
        values.put("userId", channel.userId());
        values.put("name", channel.name());
        values.put("description", channel.description());
        values.put("data", json.write(channel.data()));
        values.put("meta", json.write(channel.meta()));
        values.put("access", json.write(channel.accessControl()));
        values.put("createdAt", channel.createdAt());
        values.put("updatedAt", channel.updatedAt());
        return values;
    }

    private Channel channel(ResultSet row, StatementContext context) throws SQLException {
        return new Channel(
                row.getString("id"),
                row.getString("user_id"),
                null,
                row.getString("name"),
                row.getString("description"),
                json.read(row.getString("data")),
                json.read(row.getString("meta")),
                json.read(row.getString("access_control")),
                row.getLong("created_at"),
                row.getLong("updated_at"));
    }
}
