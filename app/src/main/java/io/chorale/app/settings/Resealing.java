package io.chorale.app.settings;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals all saved secrets, the history included, with a new key. What the old key does not open stays as it is. */
final class Resealing {
    private static final Logger LOG = LoggerFactory.getLogger(Resealing.class);
    private static final List<String> COLUMNS = List.of("old_value", "new_value");

    private Resealing() {}

    static void run(Handle handle, SecretBox before, SecretBox after) {
        for (LiveSetting<?> setting : LiveCatalogue.all()) {
            if (setting.secret()) {
                reseal(handle, "live_settings", "value", setting, before, after);
                COLUMNS.forEach(column -> reseal(handle, "setting_changes", column, setting, before, after));
            }
        }
    }

    private static void reseal(
            Handle handle, String table, String column, LiveSetting<?> setting, SecretBox before, SecretBox after) {
        List<String> texts = handle.createQuery(
                        "SELECT DISTINCT <column> FROM <table> WHERE name = :name AND <column> IS NOT NULL")
                .define("column", column)
                .define("table", table)
                .bind("name", setting.name())
                .mapTo(String.class)
                .list();
        for (String text : texts) {
            try {
                String sealed = after.seal(setting, before.open(setting, text));
                handle.createUpdate("UPDATE <table> SET <column> = :sealed WHERE name = :name AND <column> = :text")
                        .define("column", column)
                        .define("table", table)
                        .bind("sealed", sealed)
                        .bind("name", setting.name())
                        .bind("text", text)
                        .execute();
            } catch (IllegalArgumentException e) {
                LOG.warn("A saved value of {} cannot be opened and stays as it is: {}", setting.name(), e.getMessage());
            }
        }
    }
}
