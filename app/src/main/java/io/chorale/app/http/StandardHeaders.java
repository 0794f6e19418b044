package io.chorale.app.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.function.Supplier;

/** Request id, time, and what tells browsers to trust nothing but this server's own files. Safe for many threads. */
final class StandardHeaders implements Filter {
    /** Styles may be set inline by the page's own script; scripts never. Pictures may come from any https address. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob: https:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
            + " worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    static final List<Header> SECURITY = List.of(
            HeaderValues.create("Content-Security-Policy", CONTENT_SECURITY_POLICY),
            HeaderValues.create("X-Content-Type-Options", "nosniff"),
            HeaderValues.create("X-Frame-Options", "DENY"),
            HeaderValues.create("Referrer-Policy", "no-referrer"),
            HeaderValues.create("Cross-Origin-Opener-Policy", "same-origin"),
            HeaderValues.create("Permissions-Policy", "camera=(), microphone=(), geolocation=()"));

    private final Supplier<String> ids;

    StandardHeaders(Supplier<String> ids) {
        this.ids = ids;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        RequestId id = RequestId.of(request, ids);
        request.context().register(id);
        ResponseHeaders.open(request, response);
        ResponseHeaders headers = ResponseHeaders.of(request)
                .set(HeaderValues.create(RequestId.HEADER, id.value()))
                .set(new ElapsedSeconds());
        SECURITY.forEach(headers::set);
        chain.proceed();
    }
}
