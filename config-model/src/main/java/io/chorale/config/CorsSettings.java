package io.chorale.config;

import java.util.List;

/**
 * @param allowedOrigins {@code *} alone, or origins like {@code https://chat.example} (CORS_ALLOW_ORIGIN); the
 *     server's own origin is always accepted
 * @param customSchemes beside http and https (CORS_ALLOW_CUSTOM_SCHEME)
 */
public record CorsSettings(List<String> allowedOrigins, List<String> customSchemes) {
    public CorsSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        customSchemes = List.copyOf(customSchemes);
    }

    public boolean allowsEveryOrigin() {
        return allowedOrigins.contains("*");
    }
}
