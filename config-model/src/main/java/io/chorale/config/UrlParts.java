package io.chorale.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code scheme://[user[:password]@]host[:port][/path][?query]} (RFC 3986 section 3), with what {@link java.net.URI}
 * refuses and container networks use: an underscore in a host. Only percent escapes are decoded, so a + is a +.
 * Messages of exceptions never repeat any part of the text that could be a secret.
 *
 * @param scheme lower case
 * @param userInfo raw: still encoded
 * @param host without the brackets of an IPv6 address
 * @param path raw, with its first slash, or empty
 * @param query decoded, in order; a name without a value has an empty one
 */
record UrlParts(
        String scheme,
        Optional<String> userInfo,
        String host,
        OptionalInt port,
        String path,
        Map<String, String> query) {
    private static final Pattern SHAPE =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(/[^?#]*)?(?:\\?([^#]*))?");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(.*)@)?(\\[[0-9A-Fa-f:.]+(?:%[^]]*)?]|[A-Za-z0-9._~-]+)(?::(\\d{0,5}))?");
    private static final Pattern CREDENTIALS = Pattern.compile("://(?:([^:/@?#\\s]*):)?\\S*@");
    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)([?&][^=&#\\s]*(?:pass|secret|token|key)[^=&#\\s]*=)[^&#\\s]*");
    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException with what is wrong, in words that contain no secret */
    static UrlParts parse(String text) {
        Matcher shape = SHAPE.matcher(text.strip());
        if (!shape.matches()) {
            throw new IllegalArgumentException("it is not a URL like scheme://host:port/name");
        }
        String path = shape.group(3) == null ? "" : shape.group(3);
        String query = shape.group(4) == null ? "" : shape.group(4);
        if (path.contains("@") || (query.contains("@") && !shape.group(2).contains("@"))) {
            throw new IllegalArgumentException(
                    "characters like @ / ? # in a user name or password must be percent-encoded (/ is %2F, @ is %40)");
        }
        Matcher authority = AUTHORITY.matcher(shape.group(2));
        if (!authority.matches()) {
            throw new IllegalArgumentException(
                    "its host and port cannot be understood (characters like @ / ? # in a password must be"
                            + " percent-encoded)");
        }
        return new UrlParts(
                shape.group(1).toLowerCase(Locale.ROOT),
                Optional.ofNullable(authority.group(1)),
                authority.group(2).replaceAll("^\\[|]$", ""),
                port(authority.group(3)),
                path,
                parameters(query));
    }

    private static OptionalInt port(String digits) {
        if (digits == null || digits.isEmpty()) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("the port is " + port);
        }
        return OptionalInt.of(port);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!query.isEmpty()) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                parameters.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** Before the colon of the user information; empty without a colon. */
    Optional<String> userBeforeColon() {
        return userInfo.filter(info -> info.contains(":"))
                .map(info -> decode(info.substring(0, info.indexOf(':'))))
                .filter(user -> !user.isEmpty());
    }

    /** After the colon of the user information; empty without a colon. */
    Optional<String> passwordAfterColon() {
        return userInfo.filter(info -> info.contains(":"))
                .map(info -> decode(info.substring(info.indexOf(':') + 1)))
                .filter(password -> !password.isEmpty());
    }

    /** User information without a colon: a user name to some, a password to others. */
    Optional<String> loneCredential() {
        return userInfo.filter(info -> !info.isEmpty() && !info.contains(":")).map(UrlParts::decode);
    }

    /** The host as it is written in a URL. */
    String hostInUrl() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            throw new IllegalArgumentException("a % in it is not followed by two hexadecimal digits (write % as %25)");
        }
    }

    /**
     * Any text with stars for the credentials of the URLs in it. Rather hides too much: whatever stands before the last
     * @ is hidden, because a password with a raw @ or / cannot be told from what follows it.
     */
    static String mask(String text) {
        String masked = CREDENTIALS
                .matcher(text)
                .replaceAll(found -> found.group(1) == null
                        ? "://********@"
                        : Matcher.quoteReplacement("://" + found.group(1) + ":********@"));
        return SECRET_PARAMETER.matcher(masked).replaceAll("$1********");
    }
}
