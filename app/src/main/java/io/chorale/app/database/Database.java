package io.chorale.app.database;

import com.zaxxer.hikari.HikariDataSource;
import io.chorale.config.DatabaseSettings;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * SQLite or PostgreSQL behind a bounded pool. What {@link #write} returns from is committed and survives a crash. Safe
 * for use by many threads and, with one file or server, by many processes.
 *
 * <p>Every method throws {@link DatabaseBusyException} when there is no connection within DATABASE_POOL_TIMEOUT.
 */
public final class Database implements AutoCloseable {
    private final HikariDataSource source;
    private final Jdbi jdbi;
    private final Lanes lanes;

    Database(DatabaseSettings settings, HikariDataSource source) {
        this.source = source;
        this.jdbi = Jdbi.create(source);
        this.lanes = settings.kind() == DatabaseSettings.Kind.SQLITE
                ? Lanes.sqlite(settings.poolSize(), settings.poolTimeout())
                : Lanes.POSTGRESQL;
    }

    /**
     * Connects and brings the tables up to date.
     *
     * @throws DatabaseUnavailableException when that is not possible
     */
    public static Database open(DatabaseSettings settings) {
        return DatabaseOpening.open(settings);
    }

    /** Reads outside of a transaction: each statement sees what is committed when it starts. */
    public <T extends @Nullable Object> T read(Work<T> work) {
        return lanes.reading(() -> guarded(() -> jdbi.withHandle(work::run)));
    }

    /** Runs in one transaction, committed on return and rolled back when the work throws. */
    public <T extends @Nullable Object> T write(Work<T> work) {
        return lanes.writing(() -> guarded(() -> jdbi.inTransaction(work::run)));
    }

    /** As {@link #write}, one at a time among all writers that use the same name, in all processes. */
    public <T extends @Nullable Object> T writeAlone(String name, Work<T> work) {
        return write(handle -> {
            lock(handle, name);
            return work.run(handle);
        });
    }

    /** Inside of a transaction: excludes those that {@link #writeAlone} under the name, until it ends. */
    public void lock(Handle handle, String name) {
        lanes.lock(handle, name);
    }

    private static <T extends @Nullable Object> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (ConnectionException e) {
            throw new DatabaseBusyException("No connection to the database", e);
        }
    }

    /** Name and version for the start-up line. */
    public String describe() {
        return read(Database::product);
    }

    private static String product(Handle handle) {
        try {
            DatabaseMetaData data = handle.getConnection().getMetaData();
            return data.getDatabaseProductName() + " " + data.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new DatabaseBusyException("The database does not say who it is", e);
        }
    }

    /** What is wrong with the database now, or empty. */
    public Optional<String> problem() {
        try {
            read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
            return Optional.empty();
        } catch (JdbiException | DatabaseBusyException e) {
            return Optional.of("the database does not answer (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Work in progress ends within the time-outs of the driver. */
    @Override
    public void close() {
        lanes.close();
        source.close();
    }
}
