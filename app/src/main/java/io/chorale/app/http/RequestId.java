package io.chorale.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Joins a log line and a complaint. The caller's {@code X-Request-Id} is kept when it is short and plain. Immutable. */
public record RequestId(String value) {
    static final HeaderName HEADER = HeaderNames.create("X-Request-Id");
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    static RequestId of(ServerRequest request, Supplier<String> ids) {
        return new RequestId(request.headers()
                .first(HEADER)
                .filter(id -> ACCEPTED.matcher(id).matches())
                .orElseGet(ids));
    }

    /** {@code -} outside of a request that went through the server's filters. */
    public static String in(ServerRequest request) {
        return request.context().get(RequestId.class).map(RequestId::value).orElse("-");
    }
}
