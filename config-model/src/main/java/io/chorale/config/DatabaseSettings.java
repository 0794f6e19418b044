package io.chorale.config;

import java.time.Duration;
import java.util.Optional;

/**
 * @param jdbcUrl {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…} without credentials (from DATABASE_URL)
 * @param poolSize connections at most (DATABASE_POOL_SIZE)
 * @param poolTimeout bound on waiting for one (DATABASE_POOL_TIMEOUT)
 * @param migrate bring the schema up to date at start (ENABLE_DB_MIGRATIONS)
 */
public record DatabaseSettings(
        Kind kind,
        String jdbcUrl,
        Optional<String> username,
        Optional<Secret> password,
        int poolSize,
        Duration poolTimeout,
        boolean migrate) {

    public enum Kind {
        SQLITE,
        POSTGRESQL
    }
}
