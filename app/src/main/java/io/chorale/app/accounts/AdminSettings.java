package io.chorale.app.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings of accounts that administrators see and save under their known names. Only those are offered that do
 * something. Safe for use by many threads.
 */
final class AdminSettings {
    private static final String SHOW_ADMIN = "SHOW_ADMIN_DETAILS";
    private static final String CHANNELS = "ENABLE_CHANNELS";
    private static final String OVERLAY_TITLE = "PENDING_USER_OVERLAY_TITLE";
    private static final String OVERLAY_CONTENT = "PENDING_USER_OVERLAY_CONTENT";
    private static final String WEBUI_URL = "WEBUI_URL";
    private static final int MAX_TEXT = 10_000;

    private final StoredSettings stored;
    private final SignUpRule signUp;
    private final ChannelCreation channelCreation;
    private final Optional<String> publicUrl;
    private final String sessionLife;

    /** @param sessionLife JWT_EXPIRES_IN as it is written, {@code -1} for never; only shown */
    AdminSettings(
            StoredSettings stored,
            SignUpRule signUp,
            ChannelCreation channelCreation,
            Optional<String> publicUrl,
            String sessionLife) {
        this.stored = stored;
        this.signUp = signUp;
        this.channelCreation = channelCreation;
        this.publicUrl = publicUrl;
        this.sessionLife = sessionLife;
    }

    /** Null or absent: stays as it is. */
    record Form(
            @JsonProperty(SignUpRule.SIGNUP) @Nullable Boolean signUp,
            @JsonProperty(SignUpRule.ROLE) @Nullable String defaultRole,
            @JsonProperty(SHOW_ADMIN) @Nullable Boolean showAdmin,
            @JsonProperty(CHANNELS) @Nullable Boolean channels,
            @JsonProperty(ChannelCreation.NAME) @Nullable Boolean channelCreation,
            @JsonProperty(WEBUI_URL) @Nullable String publicUrl,
            @JsonProperty(OVERLAY_TITLE) @Nullable String overlayTitle,
            @JsonProperty(OVERLAY_CONTENT) @Nullable String overlayContent) {}

    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(SHOW_ADMIN, showsAdministrator());
        all.put(WEBUI_URL, stored.get(WEBUI_URL).or(() -> publicUrl).orElse(""));
        all.put(SignUpRule.SIGNUP, signUp.isOpen());
        all.put(SignUpRule.ROLE, signUp.defaultRole().wireName());
        all.put("JWT_EXPIRES_IN", sessionLife);
        all.put(CHANNELS, stored.flag(CHANNELS, true));
        all.put(ChannelCreation.NAME, channelCreation.isForEverybody());
        all.put(OVERLAY_TITLE, text(OVERLAY_TITLE));
        all.put(OVERLAY_CONTENT, text(OVERLAY_CONTENT));
        return all;
    }

    /** A role that is none stays as it was, as existing clients expect. */
    void save(Form form) {
        Map<String, String> values = new HashMap<>();
        put(values, SHOW_ADMIN, form.showAdmin());
        put(values, SignUpRule.SIGNUP, form.signUp());
        put(values, CHANNELS, form.channels());
        put(values, ChannelCreation.NAME, form.channelCreation());
        put(values, WEBUI_URL, form.publicUrl());
        put(values, OVERLAY_TITLE, form.overlayTitle());
        put(values, OVERLAY_CONTENT, form.overlayContent());
        Optional.ofNullable(form.defaultRole())
                .flatMap(Role::parse)
                .ifPresent(role -> put(values, SignUpRule.ROLE, role.wireName()));
        stored.set(values);
    }

    boolean showsAdministrator() {
        return stored.flag(SHOW_ADMIN, true);
    }

    String text(String name) {
        return stored.get(name).orElse("");
    }

    private static void put(Map<String, String> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, AccountRules.atMost(MAX_TEXT, name, value.toString()));
        }
    }
}
