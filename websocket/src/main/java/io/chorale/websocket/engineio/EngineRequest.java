package io.chorale.websocket.engineio;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a polling request and a websocket handshake have in common.
 *
 * @param peer address of the other end of the connection
 * @param secure the connection itself is TLS
 */
record EngineRequest(String method, String path, UriQuery query, Headers headers, String peer, boolean secure) {

    Optional<String> parameter(String name) {
        return query.contains(name) ? Optional.of(query.get(name)) : Optional.empty();
    }

    Optional<String> header(String name) {
        return headers.contains(HeaderNames.create(name))
                ? Optional.of(headers.get(HeaderNames.create(name)).get())
                : Optional.empty();
    }

    RequestHeaders names() {
        return this::header;
    }

    Handshake handshake(Predicate<String> trustedProxy, Instant now) {
        boolean trusted = trustedProxy.test(peer);
        return new Handshake(
                path + (query.isEmpty() ? "" : "?" + query.rawValue()),
                firstValues(),
                allHeaders(),
                trusted ? header("x-forwarded-for").map(EngineRequest::client).orElse(peer) : peer,
                secure
                        || trusted
                                && header("x-forwarded-proto")
                                        .filter("https"::equals)
                                        .isPresent(),
                header("origin").isPresent(),
                now);
    }

    /** The last address is the one that the trusted proxy itself saw; those before it anybody could have written. */
    private static String client(String forwardedFor) {
        return forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    }

    private Map<String, String> firstValues() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : query.names()) {
            values.put(name, query.get(name));
        }
        return values;
    }

    private Map<String, List<String>> allHeaders() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Header header : headers) {
            values.computeIfAbsent(header.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .addAll(header.allValues());
        }
        return values;
    }
}
