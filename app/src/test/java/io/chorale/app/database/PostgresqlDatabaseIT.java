package io.chorale.app.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.config.DatabaseSettings;
import io.chorale.config.Secret;
import io.chorale.test.PostgresServer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresqlDatabaseIT extends DatabaseContract {
    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    DatabaseSettings emptyDatabase() {
        return TestDatabases.postgresql(server);
    }

    @Test
    void saysWhatToCheckWithoutThePassword() {
        DatabaseSettings wrong = new DatabaseSettings(
                DatabaseSettings.Kind.POSTGRESQL,
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/nowhere",
                Optional.of("postgres"),
                Optional.of(new Secret("hunter2")),
                2,
                Duration.ofSeconds(1),
                true);
        assertThatThrownBy(() -> Database.open(wrong))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("DATABASE_URL")
                .hasMessageNotContaining("hunter2");
    }
}
