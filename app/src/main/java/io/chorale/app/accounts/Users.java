package io.chorale.app.accounts;

import io.chorale.app.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of accounts. Safe for use by many threads. */
public final class Users {
    private static final String COLUMNS = "id, name, email, role, profile_image_url, bio, gender, date_of_birth,"
            + " last_active_at, updated_at, created_at";
    static final String SELECT = "SELECT " + COLUMNS + " FROM users ";

    private static final String FIRST = "FIRST_ACCOUNT";

    private final Database database;

    public Users(Database database) {
        this.database = database;
    }

    public Optional<User> find(String id) {
        return findBy("id", id);
    }

    Optional<User> findByEmail(String email) {
        return findBy("email", email);
    }

    private Optional<User> findBy(String column, String value) {
        return database.read(handle -> handle.createQuery(SELECT + "WHERE " + column + " = :value")
                .bind("value", value)
                .map(Users::user)
                .findOne());
    }

    /** Those of them that are there, by id. */
    public Map<String, User> findAll(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return database.read(handle -> handle.createQuery(SELECT + "WHERE id IN (<ids>)")
                .bindList("ids", List.copyOf(ids))
                .map(Users::user)
                .collect(Collectors.toMap(User::id, Function.identity())));
    }

    /** An account and what its password is checked against. */
    record Credentials(User user, String passwordHash) {
        @Override
        public String toString() {
            return "Credentials[" + user.id() + "]";
        }
    }

    Optional<Credentials> credentials(String email) {
        return database.read(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + ", password_hash FROM users WHERE email = :email")
                .bind("email", email)
                .map((row, context) -> new Credentials(user(row, context), row.getString("password_hash")))
                .findOne());
    }

    public long count() {
        return database.read(Users::count);
    }

    static long count(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM users")
                .mapTo(Long.class)
                .one();
    }

    static void insert(Handle handle, User user, String passwordHash) {
        handle.createUpdate(
                        "INSERT INTO users (" + COLUMNS + ", password_hash) VALUES (:id, :name, :email, :role,"
                                + " :profileImageUrl, :bio, :gender, :dateOfBirth, :lastActiveAt, :updatedAt, :createdAt, :hash)")
                .bindMethods(user)
                .bind("role", user.role().wireName())
                .bind("hash", passwordHash)
                .execute();
    }

    /** Saves everything but password, activity and age. */
    void update(User user) {
        database.write(handle -> handle.createUpdate("UPDATE users SET name = :name, email = :email, role = :role,"
                        + " profile_image_url = :profileImageUrl, bio = :bio, gender = :gender,"
                        + " date_of_birth = :dateOfBirth, updated_at = :updatedAt WHERE id = :id")
                .bindMethods(user)
                .bind("role", user.role().wireName())
                .execute());
    }

    void updatePassword(String id, String passwordHash) {
        set(id, "password_hash", passwordHash);
    }

    void updateTimezone(String id, String timezone) {
        set(id, "timezone", timezone);
    }

    /** JSON texts that pages keep in an account. */
    enum Notes {
        SETTINGS,
        INFO;

        private String column() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Optional<String> notes(Notes which, String id) {
        return database.read(handle -> handle.createQuery("SELECT " + which.column() + " FROM users WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> Optional.ofNullable(row.getString(1)))
                .findOne()
                .flatMap(value -> value));
    }

    void updateNotes(Notes which, String id, String json) {
        set(id, which.column(), json);
    }

    private void set(String id, String column, @Nullable String value) {
        database.write(handle -> handle.createUpdate("UPDATE users SET " + column + " = :value WHERE id = :id")
                .bind("value", value)
                .bind("id", id)
                .execute());
    }

    /** @param unless nothing is written when the last activity is that young */
    void touch(String id, long now, long unless) {
        database.write(handle -> handle.createUpdate(
                        "UPDATE users SET last_active_at = :now WHERE id = :id AND last_active_at < :unless")
                .bind("now", now)
                .bind("id", id)
                .bind("unless", unless)
                .execute());
    }

    boolean delete(String id) {
        return database.write(handle -> handle.createUpdate("DELETE FROM users WHERE id = :id")
                        .bind("id", id)
                        .execute())
                > 0;
    }

    /** Notes which account was there first, in the transaction that makes it. */
    static void markFirst(Handle handle, User user) {
        handle.createUpdate("INSERT INTO settings (name, value, updated_at) VALUES (:name, :id, :now)"
                        + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")
                .bind("name", FIRST)
                .bind("id", user.id())
                .bind("now", user.createdAt())
                .execute();
    }

    /** The account that was there first; nobody else may take its role away. */
    Optional<User> first() {
        return database.read(
                handle -> handle.createQuery(SELECT + "WHERE id = (SELECT value FROM settings WHERE name = :name)")
                        .bind("name", FIRST)
                        .map(Users::user)
                        .findOne());
    }

    /** Ids of those that were active since, in epoch seconds. */
    List<String> activeSince(long since) {
        return database.read(handle -> handle.createQuery(
                        "SELECT id FROM users WHERE last_active_at >= :since ORDER BY id LIMIT 10000")
                .bind("since", since)
                .mapTo(String.class)
                .list());
    }

    List<User> search(UserSearch search) {
        return database.read(handle -> bound(
                        handle.createQuery(
                                SELECT + UserSearch.CONDITION + search.orderBy() + " LIMIT :limit OFFSET :offset"),
                        search)
                .bind("limit", search.limit())
                .bind("offset", search.offset())
                .map(Users::user)
                .list());
    }

    long count(UserSearch search) {
        return database.read(
                handle -> bound(handle.createQuery("SELECT COUNT(*) FROM users " + UserSearch.CONDITION), search)
                        .mapTo(Long.class)
                        .one());
    }

    private static Query bound(Query query, UserSearch search) {
        return query.bind("pattern", search.pattern());
    }

    static User user(ResultSet row, StatementContext context) throws SQLException {
        return new User(
                row.getString("id"),
                row.getString("name"),
                row.getString("email"),
                Role.parse(row.getString("role")).orElse(Role.PENDING),
                row.getString("profile_image_url"),
                row.getString("bio"),
                row.getString("gender"),
                row.getString("date_of_birth"),
                row.getLong("last_active_at"),
                row.getLong("updated_at"),
                row.getLong("created_at"));
    }
}
