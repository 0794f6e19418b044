package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people change in their own account ({@code /api/v1/auths/update}). Safe for use by many threads. */
final class ProfileRoutes implements Routes {
    private static final String BASE = "/api/v1/auths/update";
    private static final int MAX_BIO = 2_000;
    private static final int MAX_SHORT = 100;

    private final Json json;
    private final AccountService accounts;
    private final Users users;
    private final SignedInPeople people;
    private final Gate gate;
    private final AccountListener listener;

    ProfileRoutes(
            Json json,
            AccountService accounts,
            Users users,
            SignedInPeople people,
            Gate gate,
            AccountListener listener) {
        this.json = json;
        this.accounts = accounts;
        this.users = users;
        this.people = people;
        this.gate = gate;
        this.listener = listener;
    }

    @Override
    public void register(HttpRules rules) {
        rules.post(BASE + "/profile", this::profile);
        rules.post(BASE + "/password", this::password);
        rules.post(BASE + "/timezone", this::timezone);
    }

    private record ProfileForm(
            String name,
            String profileImageUrl,
            @Nullable String bio,
            @Nullable String gender,
            @Nullable String dateOfBirth) {}

    private void profile(ServerRequest request, ServerResponse response) {
        User user = gate.verified(request);
        ProfileForm form = json.read(request, ProfileForm.class);
        User described = user.described(bio(form.bio()), gender(form.gender()), dateOfBirth(form.dateOfBirth()));
        User changed = accounts.save(described, form.name(), user.email(), user.role(), form.profileImageUrl());
        listener.changed(changed);
        json.send(response, UserView.of(changed));
    }

    private static @Nullable String bio(@Nullable String text) {
        return text == null ? null : AccountRules.atMost(MAX_BIO, "A text about oneself", text);
    }

    private static @Nullable String gender(@Nullable String text) {
        return text == null ? null : AccountRules.atMost(MAX_SHORT, "A gender", text);
    }

    private static @Nullable String dateOfBirth(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : LocalDate.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw new ApiException(Status.BAD_REQUEST_400, "A date of birth looks like 1999-12-31.");
        }
    }

    private record PasswordForm(String password, String newPassword) {}

    private void password(ServerRequest request, ServerResponse response) {
        User user = gate.signedIn(request);
        PasswordForm form = json.read(request, PasswordForm.class);
        accounts.changePassword(user, form.password(), form.newPassword());
        people.endOthers(request, user);
        json.send(response, true);
    }

    private record TimezoneForm(String timezone) {}

    private void timezone(ServerRequest request, ServerResponse response) {
        User user = gate.signedIn(request);
        TimezoneForm form = json.read(request, TimezoneForm.class);
        users.updateTimezone(user.id(), AccountRules.atMost(MAX_SHORT, "A time zone", form.timezone()));
        json.send(response, Map.of("status", true));
    }
}
