package io.chorale.app.http;

import io.helidon.http.Header;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.SetCookie;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Headers that a response carries whether it succeeds or not. Helidon clears a response before it hands it to an error
 * handler; what was added here is put back. Belongs to one request and its thread.
 */
public final class ResponseHeaders {
    private final ServerResponse response;
    private final List<Consumer<ServerResponseHeaders>> kept = new ArrayList<>();

    private ResponseHeaders(ServerResponse response) {
        this.response = response;
    }

    static void open(ServerRequest request, ServerResponse response) {
        request.context().register(new ResponseHeaders(response));
    }

    /** Those of a request that went through the server's filters. */
    public static ResponseHeaders of(ServerRequest request) {
        return request.context()
                .get(ResponseHeaders.class)
                .orElseThrow(() -> new IllegalStateException("this routing was built without StandardFilters"));
    }

    public ResponseHeaders set(Header header) {
        return keep(headers -> headers.set(header));
    }

    public ResponseHeaders add(SetCookie cookie) {
        return keep(headers -> headers.addCookie(cookie));
    }

    void putBack() {
        kept.forEach(change -> change.accept(response.headers()));
    }

    private ResponseHeaders keep(Consumer<ServerResponseHeaders> change) {
        kept.add(change);
        change.accept(response.headers());
        return this;
    }
}
