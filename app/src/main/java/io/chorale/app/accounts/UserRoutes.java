package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.chorale.app.http.FieldProblem;
import io.chorale.app.http.Json;
import io.chorale.app.http.Queries;
import io.chorale.app.http.Routes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists of accounts, and what administrators change in them ({@code /api/v1/users}). Safe for use by many threads. */
final class UserRoutes implements Routes {
    private static final String BASE = "/api/v1/users";
    private static final int PAGE = 30;
    private static final int ALL = 10_000;

    private final Json json;
    private final AccountService accounts;
    private final Users users;
    private final SignedInPeople people;
    private final Gate gate;
    private final Activity activity;
    private final AccountListener listener;

    UserRoutes(
            Json json,
            AccountService accounts,
            Users users,
            SignedInPeople people,
            Gate gate,
            Activity activity,
            AccountListener listener) {
        this.json = json;
        this.accounts = accounts;
        this.users = users;
        this.people = people;
        this.gate = gate;
        this.activity = activity;
        this.listener = listener;
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(BASE, this::page);
        rules.get(BASE + "/", this::page);
        rules.get(BASE + "/all", this::all);
        rules.get(BASE + "/active", this::active);
        rules.get(BASE + "/search", this::search);
        rules.get(BASE + "/{id}", this::one);
        rules.get(BASE + "/{id}/active", this::isActive);
        rules.post(BASE + "/{id}/update", this::update);
        rules.delete(BASE + "/{id}", this::delete);
    }

    private record Page(List<?> users, long total) {}

    private void page(ServerRequest request, ServerResponse response) {
        gate.admin(request);
        int page = Queries.number(request, "page", 1, 1, 1_000_000);
        send(
                response,
                new UserSearch(
                        Queries.text(request, "query", ""),
                        Queries.text(request, "order_by", "created_at"),
                        Queries.text(request, "direction", "asc").equals("desc"),
                        PAGE,
                        (long) (page - 1) * PAGE));
    }

    private void all(ServerRequest request, ServerResponse response) {
        gate.admin(request);
        send(response, new UserSearch("", "created_at", false, ALL, 0));
    }

    private void send(ServerResponse response, UserSearch search) {
        List<UserView> found = users.search(search).stream().map(UserView::of).toList();
        json.send(response, new Page(found, users.count(search)));
    }

    private void search(ServerRequest request, ServerResponse response) {
        gate.verified(request);
        UserSearch search = UserSearch.of(Queries.text(request, "query", ""), PAGE);
        List<UserSummary> found =
                users.search(search).stream().map(UserSummary::of).toList();
        json.send(response, new Page(found, users.count(search)));
    }

    private void active(ServerRequest request, ServerResponse response) {
        gate.verified(request);
        json.send(response, Map.of("user_ids", activity.activeIds()));
    }

    private record OneUser(String id, String name, String role, String profileImageUrl, boolean active) {}

    private void one(ServerRequest request, ServerResponse response) {
        gate.verified(request);
        User user = asked(request);
        UserSummary summary = UserSummary.of(user);
        json.send(
                response,
                new OneUser(
                        summary.id(),
                        summary.name(),
                        summary.role(),
                        summary.profileImageUrl(),
                        activity.isActive(user)));
    }

    private void isActive(ServerRequest request, ServerResponse response) {
        gate.verified(request);
        json.send(response, Map.of("active", activity.isActive(asked(request))));
    }

    private record UpdateForm(
            String role,
            String name,
            String email,
            String profileImageUrl,
            @Nullable String password) {}

    private void update(ServerRequest request, ServerResponse response) {
        User admin = gate.admin(request);
        UpdateForm form = json.read(request, UpdateForm.class);
        User user = asked(request);
        Role role = Role.parse(form.role())
                .orElseThrow(() -> ApiException.invalid(
                        FieldProblem.inBody("role", "Input should be 'pending', 'user' or 'admin'")));
        if (isFirst(user) && (!admin.id().equals(user.id()) || role != Role.ADMIN)) {
            throw new ApiException(Status.FORBIDDEN_403, Texts.ACTION_PROHIBITED);
        }
        User changed = accounts.save(user, form.name(), form.email(), role, form.profileImageUrl());
        if (form.password() != null && !form.password().isEmpty()) {
            accounts.setPassword(user, form.password());
            people.endOthers(request, user);
        }
        listener.changed(changed);
        json.send(response, UserView.of(changed));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        User admin = gate.admin(request);
        User user = asked(request);
        if (isFirst(user) || admin.id().equals(user.id())) {
            throw new ApiException(Status.FORBIDDEN_403, Texts.ACTION_PROHIBITED);
        }
        people.endAll(user.id()); // first: what the database knows of sign-ins goes with the account
        users.delete(user.id());
        people.endAll(user.id()); // somebody may have signed in between
        listener.deleted(user);
        json.send(response, true);
    }

    private boolean isFirst(User user) {
        return users.first().filter(first -> first.id().equals(user.id())).isPresent();
    }

    private User asked(ServerRequest request) {
        return users.find(request.path().pathParameters().get("id"))
                .orElseThrow(() -> new ApiException(Status.NOT_FOUND_404, Texts.NOT_FOUND));
    }
}
