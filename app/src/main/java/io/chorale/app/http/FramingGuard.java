package io.chorale.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses a request whose length two parsers could read differently: that is how one request is smuggled inside another
 * past a proxy (RFC 9112, section 6.3). Helidon 4.2 accepts both length headers at once, several lengths, and unknown
 * transfer codings (Helidon #11641). Safe for many threads.
 */
final class FramingGuard implements Filter {
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final Json json;

    FramingGuard(Json json) {
        this.json = json;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        Optional<String> problem = problem(request.headers());
        if (problem.isPresent()) {
            json.sendDetail(response, Status.BAD_REQUEST_400, problem.get());
            throw new CloseConnectionException("ambiguous request length: " + problem.get());
        }
        chain.proceed();
    }

    static Optional<String> problem(ServerRequestHeaders headers) {
        List<String> lengths = headers.all(HeaderNames.CONTENT_LENGTH, List::of);
        List<String> codings = headers.all(HeaderNames.TRANSFER_ENCODING, List::of);
        if (!lengths.isEmpty() && !codings.isEmpty()) {
            return Optional.of("Content-Length and Transfer-Encoding must not be sent together");
        } else if (lengths.size() > 1) {
            return Optional.of("Content-Length must be sent once");
        } else if (!lengths.isEmpty() && !LENGTH.matcher(lengths.getFirst()).matches()) {
            return Optional.of("Content-Length must be a number");
        } else if (!codings.isEmpty()
                && !(codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"))) {
            return Optional.of("Transfer-Encoding must be chunked");
        }
        return Optional.empty();
    }
}
