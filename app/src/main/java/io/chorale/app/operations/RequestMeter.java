package io.chorale.app.operations;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.Set;

/** Times requests by method and class of status. Paths are no label: they hold ids, and each would be a series. */
record RequestMeter(Meters meters, String socketPath) implements Filter {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request.prologue().uriPath().path().startsWith(socketPath)) {
            chain.proceed();
            return;
        }
        long start = System.nanoTime();
        try {
            chain.proceed();
        } finally {
            String method = request.prologue().method().text();
            meters.timer(
                            "http.requests",
                            "Answered requests by method and class of status, without polls",
                            "method",
                            METHODS.contains(method) ? method : "other",
                            "status",
                            response.status().code() / 100 + "xx")
                    .record(Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
