package io.chorale.app.database;

import java.time.Duration;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** On which threads a database wants to be used, and how it excludes writers. Safe for use by many threads. */
interface Lanes extends AutoCloseable {
    <T extends @Nullable Object> T reading(Supplier<T> work);

    <T extends @Nullable Object> T writing(Supplier<T> work);

    /** Inside of a transaction: waits until no other transaction holds the name, and holds it to the end. */
    void lock(Handle handle, String name);

    @Override
    void close();

    /** The caller's own thread: the driver waits on sockets, which costs a virtual thread nothing. */
    Lanes POSTGRESQL = new Lanes() {
        @Override
        public <T extends @Nullable Object> T reading(Supplier<T> work) {
            return work.get();
        }

        @Override
        public <T extends @Nullable Object> T writing(Supplier<T> work) {
            return work.get();
        }

        @Override
        public void lock(Handle handle, String name) {
            handle.execute("SELECT pg_advisory_xact_lock(hashtext(?))", name);
        }

        @Override
        public void close() {}
    };

    /** One writer, since the file takes one at a time: here they queue in order, instead of polling for its lock. */
    static Lanes sqlite(int connections, Duration patience) {
        DatabaseThreads readers = new DatabaseThreads("database-read-", Math.max(1, connections - 1), patience);
        DatabaseThreads writer = new DatabaseThreads("database-write-", 1, patience);
        return new Lanes() {
            @Override
            public <T extends @Nullable Object> T reading(Supplier<T> work) {
                return readers.run(work);
            }

            @Override
            public <T extends @Nullable Object> T writing(Supplier<T> work) {
                return writer.run(work);
            }

            @Override
            public void lock(Handle handle, String name) {
                // a transaction begins with the lock of the whole file
            }

            @Override
            public void close() {
                writer.close();
                readers.close();
            }
        };
    }
}
