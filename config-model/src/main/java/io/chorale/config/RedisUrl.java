package io.chorale.config;

import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Tls;
import io.chorale.config.RedisTarget.Verification;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code redis[s]://[user:password@]host[:port][/db][?ssl_…]}, read by the rules of the Python client: only percent
 * escapes are decoded, so a + in a password is a +.
 */
record RedisUrl(
        boolean tls,
        HostAndPort host,
        int database,
        Optional<String> username,
        Optional<Secret> password,
        Tls security) {
    private static final Set<String> PLAIN = Set.of("redis", "valkey");
    private static final Set<String> SECURE = Set.of("rediss", "valkeys");
    private static final int DEFAULT_PORT = 6379;

    /** @throws IllegalArgumentException with what is wrong, in words that contain no secret */
    static RedisUrl parse(String text, int defaultPort) {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = SECURE.contains(scheme);
        if (!tls && !PLAIN.contains(scheme)) {
            throw new IllegalArgumentException("the scheme is '" + scheme + "'");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("it has no host that can be understood");
        }
        String host = uri.getHost().replaceAll("^\\[|]$", "");
        int port = uri.getPort() == -1 ? defaultPort : uri.getPort();
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port is " + port);
        }
        String[] credentials = credentials(uri.getRawUserInfo());
        return new RedisUrl(
                tls,
                new HostAndPort(host, port),
                database(uri.getPath()),
                Optional.of(credentials[0]).filter(user -> !user.isEmpty()),
                Optional.of(credentials[1])
                        .filter(password -> !password.isEmpty())
                        .map(Secret::new),
                security(tls, parameters(uri.getRawQuery())));
    }

    static RedisUrl parse(String text) {
        return parse(text, DEFAULT_PORT);
    }

    /** The URL with stars for its password. */
    static String mask(String text) {
        return text.replaceAll("(://[^:/@?#]*):[^/?#]*@", "$1:********@");
    }

    private static URI uri(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is not a URL: " + e.getReason() + " at character "
                    + (e.getIndex() + 1) + " (characters like @ / : # in a password must be percent-encoded)");
        }
    }

    private static String[] credentials(String userInfo) {
        if (userInfo == null) {
            return new String[] {"", ""};
        }
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new String[] {"", decode(userInfo)}
                : new String[] {decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1))};
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int database(String path) {
        String number = path == null ? "" : path.replaceAll("^/|/$", "");
        if (number.isEmpty()) {
            return 0;
        }
        if (!number.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("the database is '" + number + "', not a number");
        }
        return Integer.parseInt(number);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                parameters.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static Tls security(boolean tls, Map<String, String> parameters) {
        if (!tls) {
            return Tls.OFF;
        }
        Verification verification = "none".equalsIgnoreCase(parameters.get("ssl_cert_reqs"))
                ? Verification.NONE
                : "false".equalsIgnoreCase(parameters.get("ssl_check_hostname"))
                        ? Verification.CHAIN
                        : Verification.FULL;
        return new Tls(
                true,
                verification,
                Optional.ofNullable(parameters.get("ssl_ca_certs")).map(Path::of));
    }
}
