package io.chorale.config;

import java.util.Optional;

/**
 * @param enabled false: everyone is the one local administrator (WEBUI_AUTH)
 * @param secretKey WEBUI_SECRET_KEY; empty: made once and kept in the database
 * @param previousSecretKey the one before a change (WEBUI_SECRET_KEY_PREVIOUS)
 * @param signup empty: open until the first account exists, then closed by itself (ENABLE_SIGNUP)
 * @param trustedHeaders empty: people sign in with a password here, not at a proxy
 * @param signOutRedirect where pages go after sign-out (WEBUI_AUTH_SIGNOUT_REDIRECT_URL)
 * @param defaultRole pending, user or admin (DEFAULT_USER_ROLE)
 */
public record AuthSettings(
        boolean enabled,
        Optional<Secret> secretKey,
        Optional<Secret> previousSecretKey,
        Optional<Boolean> signup,
        boolean loginForm,
        boolean signupPasswordConfirmation,
        boolean passwordValidation,
        String defaultRole,
        ApiKeySettings apiKeys,
        Optional<TrustedHeaderSettings> trustedHeaders,
        Optional<String> signOutRedirect,
        Optional<String> adminEmail,
        Optional<Secret> adminPassword,
        String adminName) {}
