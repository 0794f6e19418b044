package io.chorale.app.accounts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** What pages keep for a person, and what they may offer ({@code /api/v1/users/user}). Safe for use by many threads. */
final class PersonalRoutes implements Routes {
    private static final String BASE = "/api/v1/users";
    private static final int LIMIT = 64 * 1024;

    private final Json json;
    private final Users users;
    private final Gate gate;
    private final ChannelCreation channelCreation;

    PersonalRoutes(Json json, Users users, Gate gate, ChannelCreation channelCreation) {
        this.json = json;
        this.users = users;
        this.gate = gate;
        this.channelCreation = channelCreation;
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(BASE + "/user/settings", (request, response) -> read(request, response, Users.Notes.SETTINGS));
        rules.post(
                BASE + "/user/settings/update", (request, response) -> save(request, response, Users.Notes.SETTINGS));
        rules.get(BASE + "/user/info", (request, response) -> read(request, response, Users.Notes.INFO));
        rules.post(BASE + "/user/info/update", (request, response) -> save(request, response, Users.Notes.INFO));
        rules.get(BASE + "/permissions", this::permissions);
        rules.get(BASE + "/groups", this::groups);
    }

    private void read(ServerRequest request, ServerResponse response, Users.Notes which) {
        User user = gate.verified(request);
        Optional<String> notes = users.notes(which, user.id());
        json.send(response, notes.map(this::parsed).orElse(NullNode.getInstance()));
    }

    private void save(ServerRequest request, ServerResponse response, Users.Notes which) {
        User user = gate.verified(request);
        ObjectNode notes = json.read(request, ObjectNode.class, LIMIT);
        users.updateNotes(which, user.id(), notes.toString());
        json.send(response, notes);
    }

    private JsonNode parsed(String text) {
        try {
            return json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an account's column holds no JSON", e);
        }
    }

    private void permissions(ServerRequest request, ServerResponse response) {
        User user = gate.verified(request);
        json.send(response, Permissions.of(user, channelCreation.isForEverybody()));
    }

    /** There are no groups. */
    private void groups(ServerRequest request, ServerResponse response) {
        gate.verified(request);
        json.send(response, List.of());
    }
}
