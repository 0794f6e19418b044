package io.chorale.app.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.settings.Author;
import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSetting;
import io.chorale.app.settings.LiveSettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of live settings of accounts, under the names that existing clients know. Only those are offered that do
 * something. Safe for use by many threads.
 */
final class AdminSettings {
    private static final List<LiveSetting<?>> SHOWN = List.of(
            LiveCatalogue.SHOW_ADMIN,
            LiveCatalogue.PUBLIC_URL,
            LiveCatalogue.SIGNUP,
            LiveCatalogue.API_KEYS,
            LiveCatalogue.DEFAULT_ROLE,
            LiveCatalogue.CHANNELS,
            LiveCatalogue.CHANNEL_PERMISSION,
            LiveCatalogue.PENDING_TITLE,
            LiveCatalogue.PENDING_CONTENT,
            LiveCatalogue.WATERMARK);
    /** Open WebUI's name of it to 0.6. */
    private static final String OLD_API_KEYS = "ENABLE_API_KEY";

    private final LiveSettings settings;
    private final String sessionLife;

    /** @param sessionLife JWT_EXPIRES_IN as it is written, {@code -1} for never; only shown */
    AdminSettings(LiveSettings settings, String sessionLife) {
        this.settings = settings;
        this.sessionLife = sessionLife;
    }

    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        SHOWN.forEach(setting -> all.put(setting.name(), settings.current().json(setting)));
        all.put(OLD_API_KEYS, settings.get(LiveCatalogue.API_KEYS));
        all.put("JWT_EXPIRES_IN", sessionLife);
        return all;
    }

    /** Null or absent: stays as it is; so does a role that is none, as existing clients expect. */
    void save(Author author, JsonNode form) {
        Map<String, Optional<JsonNode>> changes = new HashMap<>();
        for (LiveSetting<?> setting : SHOWN) {
            JsonNode value = form.path(setting.name());
            if (setting == LiveCatalogue.API_KEYS && value.isMissingNode()) {
                value = form.path(OLD_API_KEYS);
            }
            boolean noRole = setting == LiveCatalogue.DEFAULT_ROLE
                    && Role.parse(value.asText()).isEmpty();
            if (!value.isMissingNode() && !value.isNull() && !noRole) {
                changes.put(setting.name(), Optional.of(value));
            }
        }
        settings.save(author, "form of accounts", changes, java.util.OptionalLong.empty());
    }

    boolean showsAdministrator() {
        return settings.get(LiveCatalogue.SHOW_ADMIN);
    }
}
