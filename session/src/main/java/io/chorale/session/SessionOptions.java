package io.chorale.session;

import io.chorale.config.SessionSettings;
import io.helidon.http.SetCookie;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How sessions and their cookie behave. Immutable.
 *
 * @param cookieName without the {@code __Host-} prefix; a token of RFC 6265 section 4.1.1
 * @param hostPrefix send the cookie as {@code __Host-<name>}, so that no other host of the domain can set it
 *     (RFC 6265bis section 4.1.3.2); needs {@code secure} and path {@code /}
 * @param expiresIn absolute life from sign-in; empty means never
 * @param idleTimeout life without a request
 */
public record SessionOptions(
        String cookieName,
        SetCookie.SameSite sameSite,
        boolean secure,
        boolean hostPrefix,
        String path,
        Optional<Duration> expiresIn,
        Duration idleTimeout) {
    private static final Pattern COOKIE_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

    /** @throws IllegalArgumentException for a combination that browsers refuse or that could never work */
    public SessionOptions {
        require(
                COOKIE_NAME.matcher(cookieName).matches(),
                "The session cookie name '" + cookieName + "' must be letters, digits and -_. only.");
        require(
                path.startsWith("/") && path.chars().noneMatch(c -> c == ';' || c <= ' ' || c > '~'),
                "The session cookie path '" + path + "' must start with / and have no spaces or semicolons.");
        require(
                secure || sameSite != SetCookie.SameSite.NONE,
                "SameSite=none without Secure: browsers drop such a cookie, nobody could sign in. Set"
                        + " WEBUI_AUTH_COOKIE_SECURE=true, or WEBUI_AUTH_COOKIE_SAME_SITE=lax.");
        require(
                !hostPrefix || (secure && path.equals("/")),
                "A __Host- cookie must be Secure with Path=/, or browsers drop it.");
        require(idleTimeout.isPositive(), "The idle time-out of sessions is " + idleTimeout + "; it must be positive.");
        require(
                expiresIn.map(Duration::isPositive).orElse(true),
                "Sessions would expire after " + expiresIn.orElse(Duration.ZERO) + "; it must be positive.");
    }

    /** {@code __Host-} whenever the cookie is secure. */
    public static SessionOptions of(SessionSettings settings) {
        return new SessionOptions(
                settings.cookieName(),
                SetCookie.SameSite.valueOf(settings.cookieSameSite().toUpperCase(Locale.ROOT)),
                settings.cookieSecure(),
                settings.cookieSecure(),
                "/",
                settings.expiresIn(),
                settings.idleTimeout());
    }

    /** The name on the wire. */
    public String wireName() {
        return hostPrefix ? "__Host-" + cookieName : cookieName;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
