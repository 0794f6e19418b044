package io.chorale.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.chorale.config.DatabaseSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What both databases do in the same way. */
abstract class DatabaseContract {
    private DatabaseSettings settings;
    private Database database;

    /** Of a new, empty database. */
    abstract DatabaseSettings emptyDatabase();

    @BeforeEach
    void open() {
        settings = emptyDatabase();
        database = Database.open(settings);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void answersProbes() {
        assertThat(database.problem()).isEmpty();
    }

    @Test
    void keepsWhatWasWrittenAcrossARestart() {
        put("a", "1");
        database.close();
        database = Database.open(settings);
        assertThat(value("a")).isEqualTo("1");
    }

    @Test
    void rollsBackWhenTheWorkThrows() {
        assertThatThrownBy(() -> database.write(handle -> {
                    handle.execute("INSERT INTO settings (name, value, updated_at) VALUES ('a', '1', 0)");
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no");
        assertThat(count()).isZero();
    }

    @Test
    void tellsBrokenConstraintsApart() {
        put("a", "1");
        assertThat(SqlErrors.isDuplicate(
                        failureOf("INSERT INTO settings (name, value, updated_at) VALUES ('a', '2', 0)")))
                .isTrue();
        JdbiException orphan = failureOf(
                "INSERT INTO channel_reads (channel_id, user_id, last_read_at) VALUES ('nowhere', 'nobody', 0)");
        assertThat(SqlErrors.isOrphan(orphan)).isTrue();
        assertThat(SqlErrors.isDuplicate(orphan)).isFalse();
    }

    @Test
    void writersThatReadFirstWaitForEachOther() {
        put("counter", "0");
        inParallel(
                40,
                () -> database.writeAlone("counter", handle -> {
                    int before = handle.createQuery("SELECT value FROM settings WHERE name = 'counter'")
                            .mapTo(Integer.class)
                            .one();
                    return handle.execute(
                            "UPDATE settings SET value = ? WHERE name = 'counter'", Integer.toString(before + 1));
                }));
        assertThat(value("counter")).isEqualTo("40");
    }

    @Test
    void startsSeveralTimesAtOnceOnAnEmptyDatabase() {
        DatabaseSettings fresh = emptyDatabase();
        List<Database> opened = new ArrayList<>();
        try {
            opened.addAll(inParallel(4, () -> Database.open(fresh)));
            List<String> versions = opened.getFirst()
                    .read(handle -> handle.createQuery("SELECT version FROM flyway_schema_history")
                            .mapTo(String.class)
                            .list());
            assertThat(versions).contains("1").doesNotHaveDuplicates();
        } finally {
            opened.forEach(Database::close);
        }
    }

    private JdbiException failureOf(String statement) {
        return catchThrowableOfType(JdbiException.class, () -> database.write(handle -> handle.execute(statement)));
    }

    private void put(String name, String value) {
        database.write(handle ->
                handle.execute("INSERT INTO settings (name, value, updated_at) VALUES (?, ?, 0)", name, value));
    }

    private String value(String name) {
        return database.read(handle -> handle.createQuery("SELECT value FROM settings WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .one());
    }

    private long count() {
        return database.read(handle -> handle.createQuery("SELECT COUNT(*) FROM settings")
                .mapTo(Long.class)
                .one());
    }

    private static <T> List<T> inParallel(int times, java.util.function.Supplier<T> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<T>> running = IntStream.range(0, times)
                    .mapToObj(n -> CompletableFuture.supplyAsync(work, threads))
                    .toList();
            return running.stream().map(CompletableFuture::join).toList();
        }
    }
}
