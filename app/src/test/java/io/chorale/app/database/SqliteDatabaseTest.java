package io.chorale.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.config.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {
    @TempDir
    Path directory;

    @Override
    DatabaseSettings emptyDatabase() {
        return TestDatabases.sqlite(directory.resolve(UUID.randomUUID().toString()));
    }

    @Test
    void runsWithWriteAheadLogForeignKeysAndFullSync() {
        try (Database database = Database.open(emptyDatabase())) {
            assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(database, "synchronous")).isEqualTo("2");
            assertThat(pragma(database, "busy_timeout")).isEqualTo("10000");
        }
    }

    @Test
    void saysWhatToCheckWhenTheFileIsNoDatabase() throws IOException {
        DatabaseSettings settings = emptyDatabase();
        Path file = Path.of(settings.jdbcUrl().substring("jdbc:sqlite:".length()));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "this is a letter to my aunt, and no database at all. ".repeat(20));
        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("DATABASE_URL");
    }

    private static String pragma(Database database, String name) {
        return database.read(handle ->
                handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
    }
}
