package io.chorale.app.database;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is done with one connection. May run again after a failure, so it changes nothing but the database. */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    T run(Handle handle);
}
