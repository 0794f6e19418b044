package io.chorale.app.http;

import io.chorale.websocket.engineio.OriginPolicy;
import io.chorale.websocket.engineio.OriginRefusal;
import io.chorale.websocket.engineio.RequestHeaders;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Lets pages of accepted origins read answers, errors too (Fetch, "HTTP-CORS protocol"). One rule with the sockets. When
 * every origin is allowed, cookies are not: a page that nobody chose may use a token that it has, not the one that the
 * browser keeps. Safe for many threads.
 */
public final class CorsFilter implements Filter {
    private static final HeaderName REQUEST_METHOD = HeaderNames.create("Access-Control-Request-Method");
    private static final HeaderName REQUEST_HEADERS = HeaderNames.create("Access-Control-Request-Headers");
    private static final HeaderName ALLOW_ORIGIN = HeaderNames.create("Access-Control-Allow-Origin");
    private static final HeaderName ALLOW_CREDENTIALS = HeaderNames.create("Access-Control-Allow-Credentials");
    private static final HeaderName ALLOW_METHODS = HeaderNames.create("Access-Control-Allow-Methods");
    private static final HeaderName ALLOW_HEADERS = HeaderNames.create("Access-Control-Allow-Headers");
    private static final HeaderName MAX_AGE = HeaderNames.create("Access-Control-Max-Age");
    private static final HeaderName EXPOSE_HEADERS = HeaderNames.create("Access-Control-Expose-Headers");
    private static final String TEN_MINUTES = "600";

    private final OriginPolicy origins;
    private final BooleanSupplier everybody;
    private final String socketPath;

    /** @param socketPath the Socket.IO endpoint, which answers for itself */
    public CorsFilter(OriginPolicy origins, BooleanSupplier everybody, String socketPath) {
        this.origins = origins;
        this.everybody = everybody;
        this.socketPath = socketPath;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        if (origin.isEmpty() || request.prologue().uriPath().path().startsWith(socketPath)) {
            chain.proceed();
            return;
        }
        ResponseHeaders headers = ResponseHeaders.of(request);
        headers.set(HeaderValues.create(HeaderNames.VARY, "Origin"));
        Optional<OriginRefusal> refusal = refusal(request);
        boolean preflight = request.prologue().method().equals(Method.OPTIONS)
                && request.headers().contains(REQUEST_METHOD);
        if (refusal.isEmpty()) {
            allow(headers, origin.get());
        } else if (preflight) {
            throw new ApiException(Status.FORBIDDEN_403, refusal.get().message());
        }
        if (preflight) {
            answerPreflight(request, response);
        } else {
            chain.proceed();
        }
    }

    private Optional<OriginRefusal> refusal(RoutingRequest request) {
        RequestHeaders names = name -> request.headers().first(HeaderNames.create(name));
        return origins.refuse(names, TrustedProxies.peerOf(request), request.isSecure());
    }

    private void allow(ResponseHeaders headers, String origin) {
        headers.set(HeaderValues.create(EXPOSE_HEADERS, "X-Request-Id, X-Process-Time"));
        if (everybody.getAsBoolean()) {
            headers.set(HeaderValues.create(ALLOW_ORIGIN, "*"));
        } else {
            headers.set(HeaderValues.create(ALLOW_ORIGIN, origin));
            headers.set(HeaderValues.create(ALLOW_CREDENTIALS, "true"));
        }
    }

    private static void answerPreflight(RoutingRequest request, RoutingResponse response) {
        response.header(ALLOW_METHODS, "GET, HEAD, POST, PUT, PATCH, DELETE");
        request.headers().first(REQUEST_HEADERS).ifPresent(names -> response.header(ALLOW_HEADERS, names));
        response.header(MAX_AGE, TEN_MINUTES);
        response.status(Status.NO_CONTENT_204).send();
    }
}
