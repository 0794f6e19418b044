package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import java.util.Optional;

/** The key of one's account ({@code /api/v1/auths/api_key}). Safe for use by many threads. */
final class ApiKeyRoutes implements Routes {
    private static final String PATH = "/api/v1/auths/api_key";

    private final Json json;
    private final ApiKeys keys;
    private final Gate gate;
    private final AccountListener listener;

    ApiKeyRoutes(Json json, ApiKeys keys, Gate gate, AccountListener listener) {
        this.json = json;
        this.keys = keys;
        this.gate = gate;
        this.listener = listener;
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(PATH, this::show);
        rules.post(PATH, this::make);
        rules.delete(PATH, this::delete);
    }

    private void show(ServerRequest request, ServerResponse response) {
        String masked = keys.masked(allowed(request))
                .orElseThrow(() -> new ApiException(Status.NOT_FOUND_404, Texts.NO_API_KEY));
        json.send(response, Map.of("api_key", masked));
    }

    /** The only answer that has the key in it. */
    private void make(ServerRequest request, ServerResponse response) {
        ApiKeys.Made made = keys.make(allowed(request));
        made.ended().ifPresent(listener::keyEnded);
        json.send(response, Map.of("api_key", made.key()));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Optional<?> ended = keys.delete(gate.signedIn(request)).map(key -> {
            listener.keyEnded(key);
            return key;
        });
        json.send(response, ended.isPresent());
    }

    private User allowed(ServerRequest request) {
        User user = gate.verified(request);
        if (!keys.isEnabled()) {
            throw new ApiException(Status.FORBIDDEN_403, Texts.API_KEY_CREATION_NOT_ALLOWED);
        }
        return user;
    }
}
