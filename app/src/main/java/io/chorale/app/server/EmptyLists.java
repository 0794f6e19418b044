package io.chorale.app.server;

import io.chorale.app.accounts.Gate;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.helidon.webserver.http.HttpRules;
import java.util.List;
import java.util.Map;

/**
 * What there is nothing of on this server, told as empty: existing front ends ask for it at the start and do not get
 * further when they hear 404. Safe for use by many threads.
 */
final class EmptyLists implements Routes {
    private static final List<String> PATHS = List.of(
            "/api/v1/tools/",
            "/api/v1/functions/",
            "/api/v1/folders/",
            "/api/v1/chats/",
            "/api/v1/chats/list",
            "/api/v1/chats/pinned",
            "/api/v1/chats/archived",
            "/api/v1/chats/all/tags");

    private final Json json;
    private final Gate gate;

    EmptyLists(Json json, Gate gate) {
        this.json = json;
        this.gate = gate;
    }

    @Override
    public void register(HttpRules rules) {
        PATHS.forEach(path -> empty(rules, path, List.of()));
        empty(rules, "/api/models", Map.of("data", List.of()));
        empty(rules, "/api/v1/models", Map.of("data", List.of()));
    }

    private void empty(HttpRules rules, String path, Object nothing) {
        rules.get(path, (request, response) -> {
            gate.verified(request);
            json.send(response, nothing);
        });
    }
}
