package io.chorale.session;

import io.helidon.http.ForbiddenException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Refuses with 403 what a foreign page makes a browser send: requests that change state and whose token comes from the
 * cookie. No hidden form fields: browsers say themselves where a request comes from, in {@code Sec-Fetch-Site} (W3C
 * Fetch Metadata, section 2.3) or, older ones, in {@code Origin} (RFC 6454 section 7). Requests without either are not
 * from a browser's page. Stands behind {@link SessionFeature}. Immutable.
 */
public final class CsrfGuard implements Filter {
    private static final Set<Method> SAFE = Set.of(Method.GET, Method.HEAD, Method.OPTIONS, Method.TRACE);
    private static final HeaderName SEC_FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final Supplier<List<String>> trustedOrigins;

    /**
     * @param trustedOrigins {@code https://chat.example}, beside the server's own; a {@code *} among them is ignored,
     *     since it would switch the guard off. Asked at each request that needs it
     */
    public CsrfGuard(Supplier<List<String>> trustedOrigins) {
        this.trustedOrigins = trustedOrigins;
    }

    private boolean trusts(String origin) {
        return trustedOrigins.get().stream()
                .anyMatch(trusted -> !trusted.equals("*") && trusted.equalsIgnoreCase(origin));
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!SAFE.contains(request.prologue().method())
                && CurrentSession.of(request).cameFromCookie()
                && !allows(request.headers())) {
            throw new ForbiddenException("This request comes from another site (Origin "
                    + request.headers().first(HeaderNames.ORIGIN).orElse("not given")
                    + ") and would act with your cookie. If that site is yours, add its origin to CORS_ALLOW_ORIGIN.");
        }
        chain.proceed();
    }

    /** Does a request with these headers come from this server's own pages, a trusted origin, or no page at all? */
    public boolean allows(Headers headers) {
        Optional<String> origin = headers.first(HeaderNames.ORIGIN);
        if (origin.map(this::trusts).orElse(false)) {
            return true;
        }
        Optional<String> site = headers.first(SEC_FETCH_SITE);
        if (site.isPresent()) {
            return site.get().equals("same-origin") || site.get().equals("none");
        }
        return origin.isEmpty() || isOwn(origin.get(), headers);
    }

    /** Compares host and port only: behind a proxy that ends TLS the scheme is not known here. */
    private static boolean isOwn(String origin, Headers headers) {
        try {
            String authority = new URI(origin).getAuthority();
            return authority != null
                    && headers.first(HeaderNames.HOST)
                            .map(authority::equalsIgnoreCase)
                            .orElse(false);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
