package io.chorale.app.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.chorale.config.DatabaseSettings;
import io.chorale.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Connects, migrates, and says what is wrong when it cannot. */
final class DatabaseOpening {
    private static final String SQLITE_PREFIX = "jdbc:sqlite:";
    /** A database that starts together with us gets so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** How long a writer waits for one of another process. */
    private static final Duration SQLITE_BUSY = Duration.ofSeconds(10);
    /** How long one answer of the server may take. */
    private static final Duration POSTGRESQL_SILENCE = Duration.ofSeconds(60);

    private DatabaseOpening() {}

    static Database open(DatabaseSettings settings) {
        try {
            if (settings.kind() == DatabaseSettings.Kind.POSTGRESQL) {
                return connect(settings);
            }
            Path file = Path.of(settings.jdbcUrl().substring(SQLITE_PREFIX.length()))
                    .toAbsolutePath();
            Path directory = file.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            try (OpeningLock lock = OpeningLock.of(file)) {
                return connect(settings);
            }
        } catch (IOException | RuntimeException e) {
            throw new DatabaseUnavailableException(
                    "The database " + settings.jdbcUrl() + " cannot be opened: " + reason(e)
                            + "\n  Why it matters: accounts and messages are kept there."
                            + "\n  What to do: check DATABASE_URL (or DATA_DIR), that the server runs, and who may use it.",
                    e);
        }
    }

    private static Database connect(DatabaseSettings settings) {
        HikariDataSource source = new HikariDataSource(pool(settings));
        try {
            if (settings.migrate()) {
                Migrations.run(source);
            }
            return new Database(settings, source);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static HikariConfig pool(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(settings.jdbcUrl());
        settings.username().ifPresent(config::setUsername);
        settings.password().map(Secret::reveal).ifPresent(config::setPassword);
        config.setConnectionTimeout(settings.poolTimeout().toMillis());
        config.setInitializationFailTimeout(PATIENCE.toMillis());
        if (settings.kind() == DatabaseSettings.Kind.SQLITE) {
            config.setMaximumPoolSize(Math.max(2, settings.poolSize())); // a reader and the writer
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL"); // a commit survives a power cut
            config.addDataSourceProperty("foreign_keys", "true");
            config.addDataSourceProperty("busy_timeout", Long.toString(SQLITE_BUSY.toMillis()));
            // A transaction that begins by reading could not become a writer while another one writes.
            config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        } else {
            config.setMaximumPoolSize(settings.poolSize());
            config.addDataSourceProperty("ApplicationName", "chorale");
            config.addDataSourceProperty(
                    "connectTimeout",
                    Long.toString(Math.max(1, settings.poolTimeout().toSeconds())));
            config.addDataSourceProperty("socketTimeout", Long.toString(POSTGRESQL_SILENCE.toSeconds()));
            config.addDataSourceProperty("tcpKeepAlive", "true");
        }
        return config;
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    }
}
