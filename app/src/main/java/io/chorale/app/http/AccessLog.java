package io.chorale.app.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line per request, without its query (which may hold tokens). Probes and polls only at DEBUG. */
final class AccessLog implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger("io.chorale.access");
    private static final Set<String> PROBES = Set.of("/health", "/health/db", "/ready", "/metrics");
    private static final int ERRORS = 400;

    private final TrustedProxies proxies;
    private final String socketPath;

    AccessLog(TrustedProxies proxies, String socketPath) {
        this.proxies = proxies;
        this.socketPath = socketPath;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long start = System.nanoTime();
        try {
            chain.proceed();
        } finally {
            write(request, response, (System.nanoTime() - start) / 1_000_000);
        }
    }

    private void write(RoutingRequest request, RoutingResponse response, long millis) {
        String path = request.prologue().uriPath().path();
        int status = response.status().code();
        boolean quiet = status < ERRORS && (PROBES.contains(path) || path.startsWith(socketPath));
        LOG.atLevel(quiet ? Level.DEBUG : Level.INFO)
                .log(
                        "{} {} {} {} {} bytes {} ms id={}",
                        proxies.clientOf(request),
                        request.prologue().method().text(),
                        path,
                        status,
                        response.bytesWritten(),
                        millis,
                        RequestId.in(request));
    }
}
