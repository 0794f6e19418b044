package io.chorale.app.http;

import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.SettingsSnapshot;
import io.chorale.config.Settings;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a page asks before anything else: {@code /api/version} and {@code /api/config}. A feature that this server does not
 * have is told as switched off, so that a page hides it. Safe for many threads.
 */
public final class InfoRoutes implements Routes {
    private static final String PENDING = "pending";
    private static final List<String> ABSENT = List.of(
            "enable_direct_connections",
            "enable_notes",
            "enable_web_search",
            "enable_code_execution",
            "enable_code_interpreter",
            "enable_image_generation",
            "enable_autocomplete_generation",
            "enable_community_sharing",
            "enable_message_rating",
            "enable_user_webhooks",
            "enable_admin_export",
            "enable_admin_chat_access",
            "enable_google_drive_integration",
            "enable_onedrive_integration");

    private final Json json;
    private final Settings settings;
    private final Supplier<SettingsSnapshot> live;
    private final String version;
    private final AccountFacts accounts;

    public InfoRoutes(
            Json json, Settings settings, Supplier<SettingsSnapshot> live, String version, AccountFacts accounts) {
        this.json = json;
        this.settings = settings;
        this.live = live;
        this.version = version;
        this.accounts = accounts;
    }

    @Override
    public void register(HttpRules rules) {
        rules.get("/api/version", (_, response) -> json.send(response, Map.of("version", version)));
        rules.get("/api/config", (request, response) -> {
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            json.send(response, config(request));
        });
    }

    private Map<String, Object> config(ServerRequest request) {
        Optional<String> role = accounts.roleOf(request);
        SettingsSnapshot now = live.get();
        Map<String, Object> config = new LinkedHashMap<>();
        if (accounts.onboarding()) {
            config.put("onboarding", true);
        }
        config.put("status", true);
        config.put("name", settings.server().name());
        config.put("version", version);
        config.put("default_locale", "");
        config.put("oauth", Map.of("providers", Map.of()));
        config.put("features", features(role.isPresent(), now));
        if (role.filter(known -> !known.equals(PENDING)).isPresent()) {
            config.put("default_models", String.join(",", now.get(LiveCatalogue.DEFAULT_MODELS)));
            config.put("default_prompt_suggestions", now.json(LiveCatalogue.SUGGESTIONS));
            config.put("user_count", accounts.userCount());
        }
        if (role.isPresent()) {
            config.put("ui", texts(now));
        }
        return config;
    }

    private static Map<String, Object> texts(SettingsSnapshot now) {
        return Map.of(
                "pending_user_overlay_title", now.get(LiveCatalogue.PENDING_TITLE),
                "pending_user_overlay_content", now.get(LiveCatalogue.PENDING_CONTENT),
                "response_watermark", now.get(LiveCatalogue.WATERMARK));
    }

    private Map<String, Object> features(boolean signedIn, SettingsSnapshot now) {
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("auth", settings.auth().enabled());
        features.put("auth_trusted_header", settings.auth().trustedHeaders().isPresent());
        features.put("enable_ldap", false);
        features.put("enable_api_keys", now.get(LiveCatalogue.API_KEYS));
        features.put("enable_signup", accounts.signUpOpen());
        features.put("enable_login_form", now.get(LiveCatalogue.LOGIN_FORM));
        features.put("enable_signup_password_confirmation", settings.auth().signupPasswordConfirmation());
        features.put("enable_websocket", settings.websocket().enabled());
        features.put("enable_version_update_check", false);
        if (signedIn) {
            features.put("enable_channels", now.get(LiveCatalogue.CHANNELS));
            for (String absent : ABSENT) {
                features.put(absent, false);
            }
        }
        return features;
    }
}
