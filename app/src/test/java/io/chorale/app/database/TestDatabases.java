package io.chorale.app.database;

import io.chorale.config.DatabaseSettings;
import io.chorale.config.Secret;
import io.chorale.test.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings for new, empty databases. */
public final class TestDatabases {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private TestDatabases() {}

    public static DatabaseSettings sqlite(Path directory) {
        return new DatabaseSettings(
                DatabaseSettings.Kind.SQLITE,
                "jdbc:sqlite:" + directory.resolve("data").resolve("webui.db"),
                Optional.empty(),
                Optional.empty(),
                4,
                PATIENCE,
                true);
    }

    public static DatabaseSettings postgresql(PostgresServer server) {
        URI url = URI.create(server.newDatabaseUrl());
        return new DatabaseSettings(
                DatabaseSettings.Kind.POSTGRESQL,
                "jdbc:postgresql://127.0.0.1:" + url.getPort() + url.getPath(),
                Optional.of("postgres"),
                Optional.of(new Secret("postgres")),
                4,
                PATIENCE,
                true);
    }
}
