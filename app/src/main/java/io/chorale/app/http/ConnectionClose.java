package io.chorale.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/** Closes the connection of a client that asked for it. Helidon 4.2 says so in its answer and keeps it open. */
final class ConnectionClose implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (request.headers().all(HeaderNames.CONNECTION, List::of).stream().anyMatch("close"::equalsIgnoreCase)) {
            throw new CloseConnectionException("the client asked for it");
        }
    }
}
