package io.chorale.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds what Helidon leaves out: HEAD for every GET, and 405 for a known path (RFC 9110, sections 9.3.2 and 15.5.6). */
public final class RouteTable implements HttpRules {
    private final HttpRules rules;
    private final Map<String, Set<Method>> methods = new LinkedHashMap<>();

    public RouteTable(HttpRules rules) {
        this.rules = rules;
    }

    @Override
    public HttpRules route(Method method, String pattern, Handler handler) {
        rules.route(method, pattern, handler);
        Set<Method> known = methods.computeIfAbsent(pattern, _ -> new LinkedHashSet<>());
        known.add(method);
        if (method.equals(Method.GET)) {
            rules.route(
                    Method.HEAD, pattern, (request, response) -> handler.handle(request, new HeadResponse(response)));
            known.add(Method.HEAD);
        }
        return this;
    }

    @Override
    public HttpRules route(HttpRoute route) {
        rules.route(route);
        return this;
    }

    @Override
    public HttpRules register(HttpService... services) {
        for (HttpService service : services) {
            service.routing(this);
        }
        return this;
    }

    @Override
    public HttpRules register(String prefix, HttpService... services) {
        throw new UnsupportedOperationException("routes name their full paths; no prefix " + prefix);
    }

    /** After all routes: a path that is known takes no other methods. */
    public void refuseOtherMethods() {
        methods.forEach((pattern, known) -> {
            String allow = known.stream().map(Method::text).collect(Collectors.joining(", "));
            rules.route(method -> !known.contains(method), PathMatchers.create(pattern), (request, _) -> {
                ResponseHeaders.of(request).set(HeaderValues.create(HeaderNames.ALLOW, allow));
                throw new ApiException(Status.METHOD_NOT_ALLOWED_405, "Method Not Allowed");
            });
        });
    }
}
