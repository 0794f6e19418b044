package io.chorale.app.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chorale.app.http.ApiException;
import io.chorale.app.http.Json;
import io.chorale.app.http.Queries;
import io.chorale.app.http.Routes;
import io.chorale.session.CurrentSession;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionRecord;
import io.chorale.session.Sessions;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where am I signed in, and ending it there ({@code /api/v1/auths/sessions}). Not in the contract of other servers. An
 * end holds on all replicas at once, open sockets included. Safe for use by many threads.
 */
final class SessionRoutes implements Routes {
    private static final String BASE = "/api/v1/auths/sessions";

    private final Json json;
    private final Sessions sessions;
    private final SignedInPeople people;
    private final Gate gate;

    SessionRoutes(Json json, Sessions sessions, SignedInPeople people, Gate gate) {
        this.json = json;
        this.sessions = sessions;
        this.people = people;
        this.gate = gate;
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(BASE, this::list);
        rules.get(BASE + "/", this::list);
        rules.delete(BASE, this::endAll);
        rules.delete(BASE + "/", this::endAll);
        rules.delete(BASE + "/{id}", this::end);
    }

    /**
     * @param id no secret: the token cannot be found from it
     * @param lastSeenAt epoch seconds like the others; up to a minute behind
     * @param expiresAt null when never
     */
    private record OneSession(
            String id,
            boolean current,
            String device,
            String address,
            long createdAt,
            long lastSeenAt,
            @Nullable Long expiresAt) {}

    private void list(ServerRequest request, ServerResponse response) {
        User user = gate.signedIn(request);
        Optional<SessionKey> current = current(request);
        json.send(
                response,
                sessions.ofUser(user.id()).stream()
                        .map(session -> view(session, current))
                        .toList());
    }

    private OneSession view(SessionRecord session, Optional<SessionKey> current) {
        return new OneSession(
                session.key().value(),
                current.filter(session.key()::equals).isPresent(),
                text(session, SignedInPeople.USER_AGENT),
                text(session, SignedInPeople.ADDRESS),
                session.created().getEpochSecond(),
                session.lastSeen().getEpochSecond(),
                session.expires().map(Instant::getEpochSecond).orElse(null));
    }

    private String text(SessionRecord session, String attribute) {
        @Nullable String kept = session.attributes().get(attribute);
        return kept == null ? "" : parse(json.mapper(), kept).asText("");
    }

    private static JsonNode parse(ObjectMapper mapper, String kept) {
        try {
            return mapper.readTree(kept);
        } catch (IOException e) {
            throw new IllegalStateException("an attribute of a session is no JSON", e);
        }
    }

    private void end(ServerRequest request, ServerResponse response) {
        User user = gate.signedIn(request);
        String id = request.path().pathParameters().get("id");
        SessionKey key = sessions.ofUser(user.id()).stream()
                .map(SessionRecord::key)
                .filter(own -> own.value().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException(Status.NOT_FOUND_404, Texts.NOT_FOUND));
        if (current(request).filter(key::equals).isPresent()) {
            people.end(request, response);
        } else {
            sessions.end(key);
        }
        json.send(response, true);
    }

    /** {@code ?except=current} keeps the session that asks. */
    private void endAll(ServerRequest request, ServerResponse response) {
        User user = gate.signedIn(request);
        if (Queries.text(request, "except", "").equals("current")) {
            people.endOthers(request, user);
        } else {
            people.endAll(user.id());
            people.end(request, response);
        }
        json.send(response, true);
    }

    private static Optional<SessionKey> current(ServerRequest request) {
        return CurrentSession.of(request).session().map(SessionRecord::key);
    }
}
