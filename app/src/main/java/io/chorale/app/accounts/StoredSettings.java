package io.chorale.app.accounts;

import io.chorale.app.database.Database;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Settings that people change while the server runs; they win over the variables of the start. Read from the database
 * each time, so that all replicas say the same. Safe for use by many threads.
 */
public final class StoredSettings {
    private static final String READ = "SELECT value FROM settings WHERE name = :name";

    private final Database database;
    private final Clock clock;

    public StoredSettings(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Optional<String> get(String name) {
        return database.read(handle -> get(handle, name));
    }

    public boolean flag(String name, boolean otherwise) {
        return get(name).map(Boolean::valueOf).orElse(otherwise);
    }

    static Optional<String> get(Handle handle, String name) {
        return handle.createQuery(READ).bind("name", name).mapTo(String.class).findOne();
    }

    /** All of them or none. */
    void set(Map<String, String> values) {
        long now = clock.instant().getEpochSecond();
        database.write(handle -> {
            values.forEach((name, value) -> handle.createUpdate("INSERT INTO settings (name, value, updated_at)"
                            + " VALUES (:name, :value, :now) ON CONFLICT (name) DO UPDATE SET value = excluded.value,"
                            + " updated_at = excluded.updated_at")
                    .bind("name", name)
                    .bind("value", value)
                    .bind("now", now)
                    .execute());
            return values.size();
        });
    }
}
