package io.chorale.app.signins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chorale.app.database.Database;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionLimits;
import io.chorale.session.SessionRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of sign-ins. Safe for use by many threads. */
final class SignIns {
    private static final TypeReference<Map<String, String>> ATTRIBUTES = new TypeReference<>() {};
    private static final String LIVE =
            "ended_ms IS NULL AND (expires_ms IS NULL OR expires_ms > :now) AND last_seen_ms > :seenAfter";

    /** Two changes of attributes at once would undo each other. */
    private static final String ATTRIBUTES_OF_SIGN_INS = "attributes of sign-ins";

    private final Database database;
    private final ObjectMapper mapper;

    SignIns(Database database, ObjectMapper mapper) {
        this.database = database;
        this.mapper = mapper;
    }

    void insert(SessionRecord session) {
        database.write(handle -> handle.createUpdate(
                        "INSERT INTO sign_ins (session_key, user_id, attributes, created_ms,"
                                + " expires_ms, last_seen_ms) VALUES (:key, :user, :attributes, :created, :expires, :seen)")
                .bind("key", session.key().value())
                .bind("user", session.userId())
                .bind("attributes", text(session.attributes()))
                .bind("created", session.created().toEpochMilli())
                .bind("expires", session.expires().map(Instant::toEpochMilli).orElse(null))
                .bind("seen", session.lastSeen().toEpochMilli())
                .execute());
    }

    /** One that has neither ended nor expired. @param seenAfter what was not seen since has idled away */
    Optional<SessionRecord> findLive(SessionKey key, Instant now, Instant seenAfter) {
        return database.read(handle -> handle.createQuery("SELECT * FROM sign_ins WHERE session_key = :key AND " + LIVE)
                .bind("key", key.value())
                .bind("now", now.toEpochMilli())
                .bind("seenAfter", seenAfter.toEpochMilli())
                .map(this::session)
                .findOne());
    }

    /** Newest first. */
    List<SessionRecord> findLiveByUser(String userId, Instant now, Instant seenAfter, int limit) {
        return database.read(handle -> handle.createQuery("SELECT * FROM sign_ins WHERE user_id = :user AND " + LIVE
                        + " ORDER BY created_ms DESC LIMIT :limit")
                .bind("user", userId)
                .bind("now", now.toEpochMilli())
                .bind("seenAfter", seenAfter.toEpochMilli())
                .bind("limit", limit)
                .map(this::session)
                .list());
    }

    /** @return false when it has ended or expired; nothing is changed then */
    boolean change(SessionKey key, Map<String, String> changed, Set<String> removed, Instant now) {
        return database.writeAlone(ATTRIBUTES_OF_SIGN_INS, handle -> {
            Optional<Map<String, String>> before = handle.createQuery("SELECT attributes FROM sign_ins"
                            + " WHERE session_key = :key AND ended_ms IS NULL"
                            + " AND (expires_ms IS NULL OR expires_ms > :now)")
                    .bind("key", key.value())
                    .bind("now", now.toEpochMilli())
                    .mapTo(String.class)
                    .findOne()
                    .map(this::attributes);
            if (before.isEmpty()) {
                return false;
            }
            Map<String, String> after = new HashMap<>(before.get());
            after.keySet().removeAll(removed);
            after.putAll(changed);
            SessionLimits.check(after);
            return handle.createUpdate("UPDATE sign_ins SET attributes = :attributes WHERE session_key = :key")
                            .bind("attributes", text(after))
                            .bind("key", key.value())
                            .execute()
                    > 0;
        });
    }

    void delete(SessionKey key) {
        database.write(handle -> handle.createUpdate("DELETE FROM sign_ins WHERE session_key = :key")
                .bind("key", key.value())
                .execute());
    }

    /** @return what was ended, unless it had ended before; it may have expired */
    Optional<SessionRecord> end(SessionKey key, Instant now) {
        return database.write(handle -> handle.createQuery("UPDATE sign_ins SET ended_ms = :now"
                        + " WHERE session_key = :key AND ended_ms IS NULL RETURNING *")
                .bind("now", now.toEpochMilli())
                .bind("key", key.value())
                .map(this::session)
                .findOne());
    }

    /** As {@link #end}, for all of a user. */
    List<SessionRecord> endAllOf(String userId, Instant now) {
        return database.write(handle -> handle.createQuery("UPDATE sign_ins SET ended_ms = :now"
                        + " WHERE user_id = :user AND ended_ms IS NULL RETURNING *")
                .bind("now", now.toEpochMilli())
                .bind("user", userId)
                .map(this::session)
                .list());
    }

    /** Ends that the session store has not been told, oldest first. */
    List<SessionRecord> untold(int limit) {
        return database.read(handle -> handle.createQuery("SELECT * FROM sign_ins"
                        + " WHERE ended_ms IS NOT NULL AND told_ms IS NULL ORDER BY ended_ms LIMIT :limit")
                .bind("limit", limit)
                .map(this::session)
                .list());
    }

    void told(Collection<SessionKey> keys, Instant now) {
        if (!keys.isEmpty()) {
            database.write(handle -> handle.createUpdate(
                            "UPDATE sign_ins SET told_ms = :now WHERE session_key IN (<keys>) AND told_ms IS NULL")
                    .bind("now", now.toEpochMilli())
                    .bindList("keys", keys.stream().map(SessionKey::value).toList())
                    .execute());
        }
    }

    void seen(SessionKey key, Instant when) {
        database.write(handle -> handle.createUpdate(
                        "UPDATE sign_ins SET last_seen_ms = :seen WHERE session_key = :key AND last_seen_ms < :seen")
                .bind("seen", when.toEpochMilli())
                .bind("key", key.value())
                .execute());
    }

    /** Forgets some of what nobody can be signed in with: idled away, or expired, before then. */
    int deleteBefore(Instant then, int limit) {
        return database.write(handle -> handle.createUpdate("DELETE FROM sign_ins WHERE session_key IN (SELECT"
                        + " session_key FROM sign_ins WHERE last_seen_ms < :then OR expires_ms < :then LIMIT :limit)")
                .bind("then", then.toEpochMilli())
                .bind("limit", limit)
                .execute());
    }

    private SessionRecord session(ResultSet row, StatementContext context) throws SQLException {
        long expires = row.getLong("expires_ms");
        Optional<Instant> end = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires));
        return new SessionRecord(
                new SessionKey(row.getString("session_key")),
                row.getString("user_id"),
                Instant.ofEpochMilli(row.getLong("created_ms")),
                end,
                Instant.ofEpochMilli(row.getLong("last_seen_ms")),
                1,
                attributes(row.getString("attributes")));
    }

    private String text(Map<String, String> attributes) {
        return mapper.valueToTree(attributes).toString();
    }

    private Map<String, String> attributes(String text) {
        try {
            return mapper.readValue(text, ATTRIBUTES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a sign-in's attributes are no JSON", e);
        }
    }
}
