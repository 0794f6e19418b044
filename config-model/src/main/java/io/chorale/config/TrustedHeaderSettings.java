package io.chorale.config;

import java.util.Optional;

/**
 * Headers by which a proxy tells who somebody is, after it has signed them in. They count only from the addresses of
 * FORWARDED_ALLOW_IPS.
 *
 * @param email WEBUI_AUTH_TRUSTED_EMAIL_HEADER
 * @param name for accounts that are made on the way; the e-mail address when absent (WEBUI_AUTH_TRUSTED_NAME_HEADER)
 * @param role admin, user or pending (WEBUI_AUTH_TRUSTED_ROLE_HEADER)
 */
public record TrustedHeaderSettings(String email, Optional<String> name, Optional<String> role) {}
