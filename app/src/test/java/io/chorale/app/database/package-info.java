/** The database layer against the real SQLite and the real PostgreSQL. */
@NullMarked
package io.chorale.app.database;

import org.jspecify.annotations.NullMarked;
