package io.chorale.app.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.http.ApiException;
import io.chorale.app.http.FieldProblem;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.chorale.app.settings.Author;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts made by administrators, and the settings of accounts ({@code /api/v1/auths}). Safe for many threads. */
final class AdminRoutes implements Routes {
    private static final String BASE = "/api/v1/auths";

    private final Json json;
    private final AccountService accounts;
    private final SignedInPeople people;
    private final Gate gate;
    private final AdminSettings settings;
    private final Users users;

    AdminRoutes(
            Json json, AccountService accounts, SignedInPeople people, Gate gate, AdminSettings settings, Users users) {
        this.json = json;
        this.accounts = accounts;
        this.people = people;
        this.gate = gate;
        this.settings = settings;
        this.users = users;
    }

    @Override
    public void register(HttpRules rules) {
        rules.post(BASE + "/add", this::add);
        rules.get(BASE + "/admin/config", this::readSettings);
        rules.post(BASE + "/admin/config", this::saveSettings);
        rules.get(BASE + "/admin/details", this::details);
    }

    private record AddForm(
            String name,
            String email,
            String password,
            String role,
            @Nullable String profileImageUrl) {}

    private void add(ServerRequest request, ServerResponse response) {
        gate.admin(request);
        AddForm form = json.read(request, AddForm.class);
        Role role = Role.parse(form.role())
                .orElseThrow(() -> ApiException.invalid(
                        FieldProblem.inBody("role", "Input should be 'pending', 'user' or 'admin'")));
        String image = form.profileImageUrl() == null ? "" : form.profileImageUrl();
        User user = accounts.add(form.name(), form.email(), form.password(), role, image);
        json.send(response, people.withoutSession(user));
    }

    private void readSettings(ServerRequest request, ServerResponse response) {
        gate.admin(request);
        json.send(response, settings.all());
    }

    private void saveSettings(ServerRequest request, ServerResponse response) {
        User admin = gate.admin(request);
        settings.save(new Author(admin.id(), admin.name()), json.read(request, JsonNode.class));
        json.send(response, settings.all());
    }

    /** Whom to ask to be let in. */
    private void details(ServerRequest request, ServerResponse response) {
        gate.signedIn(request);
        if (!settings.showsAdministrator()) {
            throw new ApiException(Status.BAD_REQUEST_400, Texts.ACTION_PROHIBITED);
        }
        Map<String, String> nobody = Map.of();
        json.send(
                response,
                users.first()
                        .map(admin -> Map.of("name", admin.name(), "email", admin.email()))
                        .orElse(nobody));
    }
}
