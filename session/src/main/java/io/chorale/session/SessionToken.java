package io.chorale.session;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.List;
import java.util.Optional;

/**
 * The credential that a request shows: {@code Authorization: Bearer} (RFC 6750 section 2.1) before the cookie, so that
 * an API client is not confused by a cookie jar. Works on plain headers, for upgrades that never see a filter.
 *
 * @param value as sent; may be anything, for example an API key
 */
public record SessionToken(String value, Source source) {
    private static final String BEARER = "Bearer ";

    public enum Source {
        BEARER,
        COOKIE
    }

    public static Optional<SessionToken> of(Headers headers, SessionOptions options) {
        return bearer(headers)
                .map(token -> new SessionToken(token, Source.BEARER))
                .or(() -> cookie(headers, options.wireName()).map(token -> new SessionToken(token, Source.COOKIE)));
    }

    private static Optional<String> bearer(Headers headers) {
        return headers.first(HeaderNames.AUTHORIZATION)
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .filter(token -> !token.isEmpty());
    }

    /** RFC 6265 section 4.2.1. Helidon's parser splits at commas too. The first of several wins, as in section 5.4. */
    private static Optional<String> cookie(Headers headers, String name) {
        for (String line : headers.all(HeaderNames.COOKIE, List::of)) {
            for (String pair : line.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(unquoted(pair.substring(equals + 1).strip()))
                            .filter(value -> !value.isEmpty());
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    @Override
    public String toString() {
        return "SessionToken[" + source + "]";
    }
}
