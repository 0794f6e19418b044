package io.chorale.config;

import java.time.Duration;
import java.util.Optional;

/**
 * @param cookieSameSite lax, strict or none (WEBUI_AUTH_COOKIE_SAME_SITE, else WEBUI_SESSION_COOKIE_SAME_SITE)
 * @param cookieSecure WEBUI_AUTH_COOKIE_SECURE, else WEBUI_SESSION_COOKIE_SECURE
 * @param expiresIn absolute life from sign-in; empty means never (JWT_EXPIRES_IN)
 * @param idleTimeout sliding life without a request (SESSION_IDLE_TIMEOUT)
 */
public record SessionSettings(
        String cookieName,
        String cookieSameSite,
        boolean cookieSecure,
        Optional<Duration> expiresIn,
        Duration idleTimeout) {}
