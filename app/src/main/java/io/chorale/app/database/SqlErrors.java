package io.chorale.app.database;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** What the codes of both databases mean. */
public final class SqlErrors {
    private static final String UNIQUE_VIOLATION = "23505"; // PostgreSQL, Appendix A
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private SqlErrors() {}

    /** Did the statement break a unique constraint? */
    public static boolean isDuplicate(JdbiException failure) {
        return is(failure, UNIQUE_VIOLATION, "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY");
    }

    /** Does the statement name a row that is not there, perhaps no longer? */
    public static boolean isOrphan(JdbiException failure) {
        return is(failure, FOREIGN_KEY_VIOLATION, "SQLITE_CONSTRAINT_FOREIGNKEY");
    }

    private static boolean is(JdbiException failure, String state, String... sqliteNames) {
        if (!(failure.getCause() instanceof SQLException sql)) {
            return false;
        }
        String message = String.valueOf(sql.getMessage());
        for (String name : sqliteNames) {
            if (message.contains(name)) {
                return true;
            }
        }
        return state.equals(sql.getSQLState());
    }
}
