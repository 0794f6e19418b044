package io.chorale.websocket.engineio;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The request that opened a session. Immutable.
 *
 * @param url path and query as the client sent them
 * @param query first value of each query parameter
 * @param headers lower-case name to values
 * @param address the client's address: the peer's, or the forwarded one when the peer is a trusted proxy
 * @param secure the client's link is TLS (directly or, from a trusted proxy, by X-Forwarded-Proto)
 * @param crossDomain an Origin header was sent
 */
public record Handshake(
        String url,
        Map<String, String> query,
        Map<String, List<String>> headers,
        String address,
        boolean secure,
        boolean crossDomain,
        Instant issued) {

    public Handshake {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }
}
