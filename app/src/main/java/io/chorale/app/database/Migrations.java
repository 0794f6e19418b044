package io.chorale.app.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the tables up to date, by Flyway. Several processes may start at once: on PostgreSQL Flyway takes an advisory
 * lock, for SQLite the caller holds an {@link OpeningLock}.
 */
final class Migrations {
    private static final int LOCK_TRIES = 60; // a second apart

    private Migrations() {}

    static void run(DataSource source) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .lockRetryCount(LOCK_TRIES)
                .load()
                .migrate();
    }
}
