package io.chorale.config;

import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Tls;
import io.chorale.config.RedisTarget.Verification;
import java.nio.file.Path;
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
    static RedisUrl parse(String text) {
        UrlParts url = UrlParts.parse(text);
        boolean tls = SECURE.contains(url.scheme());
        if (!tls && !PLAIN.contains(url.scheme())) {
            throw new IllegalArgumentException("the scheme is '" + url.scheme() + "'");
        }
        return new RedisUrl(
                tls,
                new HostAndPort(url.host(), url.port().orElse(DEFAULT_PORT)),
                database(url.path()),
                url.userBeforeColon(),
                url.passwordAfterColon().or(url::loneCredential).map(Secret::new),
                security(tls, url.query()));
    }

    private static int database(String path) {
        String number = path.replaceAll("^/|/$", "");
        if (number.isEmpty()) {
            return 0;
        }
        if (!number.matches("\\d{1,4}")) {
            throw new IllegalArgumentException("the database is '" + number + "', not a number");
        }
        return Integer.parseInt(number);
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
