package io.chorale.app.http;

import io.chorale.config.Settings;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final String version;
    private final AccountFacts accounts;

    public InfoRoutes(Json json, Settings settings, String version, AccountFacts accounts) {
        this.json = json;
        this.settings = settings;
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
        Map<String, Object> config = new LinkedHashMap<>();
        if (accounts.onboarding()) {
            config.put("onboarding", true);
        }
        config.put("status", true);
        config.put("name", settings.server().name());
        config.put("version", version);
        config.put("default_locale", "");
        config.put("oauth", Map.of("providers", Map.of()));
        config.put("features", features(role.isPresent()));
        if (role.filter(known -> !known.equals(PENDING)).isPresent()) {
            config.put("default_models", String.join(",", settings.models().defaultModels()));
            config.put("default_prompt_suggestions", List.of());
            config.put("user_count", accounts.userCount());
        }
        return config;
    }

    private Map<String, Object> features(boolean signedIn) {
        Map<String, Object> features = new LinkedHashMap<>();
        features.put("auth", settings.auth().enabled());
        features.put("auth_trusted_header", settings.auth().trustedHeaders().isPresent());
        features.put("enable_ldap", false);
        features.put("enable_api_keys", settings.auth().apiKeys().enabled());
        features.put("enable_signup", accounts.signUpOpen());
        features.put("enable_login_form", settings.auth().loginForm());
        features.put("enable_signup_password_confirmation", settings.auth().signupPasswordConfirmation());
        features.put("enable_websocket", settings.websocket().enabled());
        features.put("enable_version_update_check", false);
        if (signedIn) {
            features.put("enable_channels", true);
            for (String absent : ABSENT) {
                features.put(absent, false);
            }
        }
        return features;
    }
}
