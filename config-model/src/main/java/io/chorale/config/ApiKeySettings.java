package io.chorale.config;

import java.util.List;

/**
 * @param enabled may people make and use API keys? (ENABLE_API_KEYS)
 * @param restricted may keys be used for {@code endpoints} only? (ENABLE_API_KEYS_ENDPOINT_RESTRICTIONS)
 * @param endpoints paths; each stands also for everything below it (API_KEYS_ALLOWED_ENDPOINTS)
 * @param header the header that may carry a key beside Authorization (CUSTOM_API_KEY_HEADER)
 */
public record ApiKeySettings(boolean enabled, boolean restricted, List<String> endpoints, String header) {
    public ApiKeySettings {
        endpoints = List.copyOf(endpoints);
    }
}
