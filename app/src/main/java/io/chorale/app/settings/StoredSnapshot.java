package io.chorale.app.settings;

import java.util.Map;

/** All rows of live settings, as one statement saw them. Immutable. */
record StoredSnapshot(long revision, Map<String, StoredValue> rows) {
    StoredSnapshot {
        rows = Map.copyOf(rows);
    }
}
