package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.chorale.app.http.TrustedProxies;
import io.chorale.config.TrustedHeaderSettings;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A proxy in front has signed people in and tells who they are in headers. They count only on connections that come
 * from a trusted address itself; anybody else who sends them is not believed. Immutable.
 */
final class ProxySignIn {
    private final Optional<TrustedHeaderSettings> settings;
    private final TrustedProxies proxies;

    ProxySignIn(Optional<TrustedHeaderSettings> settings, TrustedProxies proxies) {
        this.settings = settings;
        this.proxies = proxies;
    }

    /** @param role empty when the proxy does not say */
    record Told(String email, String name, Optional<Role> role) {}

    /** Are passwords not asked for? */
    boolean isOn() {
        return settings.isPresent();
    }

    /** @throws ApiException 400 when the proxy did not tell who it is, or it was no trusted one */
    Told told(ServerRequest request) {
        String email = email(request)
                .orElseThrow(() -> new ApiException(Status.BAD_REQUEST_400, Texts.INVALID_TRUSTED_HEADER));
        String name = settings.flatMap(TrustedHeaderSettings::name)
                .flatMap(header -> header(request, header))
                .map(ProxySignIn::decoded)
                .orElse(email);
        Optional<Role> role = settings.flatMap(TrustedHeaderSettings::role)
                .flatMap(header -> header(request, header))
                .flatMap(text -> Role.parse(text.toLowerCase(Locale.ROOT)));
        return new Told(email, name, role);
    }

    /** Not when the proxy says that somebody else sits there now: the session of the one before must not be used. */
    boolean agrees(ServerRequest request, User user) {
        return settings.isEmpty() || email(request).map(user.email()::equals).orElse(true);
    }

    private Optional<String> email(ServerRequest request) {
        return settings.filter(on -> proxies.isNeighbour(request))
                .flatMap(on -> header(request, on.email()))
                .map(email -> email.toLowerCase(Locale.ROOT));
    }

    private static Optional<String> header(ServerRequest request, String name) {
        return request.headers()
                .first(HeaderNames.create(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Headers are Latin-1 at best, so proxies send other names percent-encoded. */
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
