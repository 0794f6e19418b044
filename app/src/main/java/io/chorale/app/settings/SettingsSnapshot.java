package io.chorale.app.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All live settings at one revision. A row that cannot be read counts as its default, and {@link #unreadable} says why:
 * one damaged value must not stop the others. Immutable.
 */
public final class SettingsSnapshot {
    private final StoredSnapshot stored;
    private final Map<String, JsonNode> json = new LinkedHashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, String> unreadable = new LinkedHashMap<>();

    SettingsSnapshot(StoredSnapshot stored, SecretBox box) {
        this.stored = stored;
        LiveCatalogue.all().forEach(setting -> read(setting, box));
    }

    /** As of a new installation. */
    public static SettingsSnapshot defaults() {
        return new SettingsSnapshot(
                new StoredSnapshot(0, java.util.Map.of()), new SecretBox(new io.chorale.config.Secret("")));
    }

    private void read(LiveSetting<?> setting, SecretBox box) {
        StoredValue row = stored.rows().get(setting.name());
        JsonNode value = setting.standard();
        if (row != null && row.text() != null) {
            try {
                JsonNode found = box.open(setting, row.text());
                setting.read(found);
                value = found;
            } catch (IllegalArgumentException | InvalidSettingException e) {
                unreadable.put(setting.name(), String.valueOf(e.getMessage()));
            }
        }
        json.put(setting.name(), value);
        values.put(setting.name(), setting.read(value));
    }

    public long revision() {
        return stored.revision();
    }

    @SuppressWarnings("unchecked") // read() puts what the setting's own reader returned
    public <T> T get(LiveSetting<T> setting) {
        return (T) java.util.Objects.requireNonNull(values.get(setting.name()));
    }

    /** In clear, secrets too. */
    public JsonNode json(LiveSetting<?> setting) {
        return java.util.Objects.requireNonNull(json.get(setting.name()));
    }

    /** Revision of the last change; 0 when it never had one. */
    public long revision(LiveSetting<?> setting) {
        return Optional.ofNullable(stored.rows().get(setting.name()))
                .map(StoredValue::revision)
                .orElse(0L);
    }

    /** Is something else than the default saved? */
    public boolean isSaved(LiveSetting<?> setting) {
        StoredValue row = stored.rows().get(setting.name());
        return row != null && row.text() != null;
    }

    /** Name to reason. */
    public Map<String, String> unreadable() {
        return Map.copyOf(unreadable);
    }

    boolean isOf(StoredSnapshot other) {
        return stored.equals(other);
    }
}
