package io.chorale.app.settings;

import java.util.List;

/** Somebody else has changed one of the settings since the revision that the change was made from. */
public final class StaleSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> names;
    private final transient SettingsSnapshot newer;

    StaleSettingsException(List<String> names, SettingsSnapshot newer) {
        super("changed in the meantime: " + String.join(", ", names));
        this.names = List.copyOf(names);
        this.newer = newer;
    }

    /** Settings that the change names and that are newer. */
    public List<String> names() {
        return names;
    }

    public SettingsSnapshot newer() {
        return newer;
    }
}
