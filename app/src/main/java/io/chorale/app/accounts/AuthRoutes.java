package io.chorale.app.accounts;

import io.chorale.app.http.ApiException;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.chorale.app.http.TrustedProxies;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sign up, sign in, sign out, who am I ({@code /api/v1/auths}). Safe for use by many threads. */
final class AuthRoutes implements Routes {
    private static final String BASE = "/api/v1/auths";

    private final Json json;
    private final AccountService accounts;
    private final SignedInPeople people;
    private final Gate gate;
    private final SignInLimit limit;
    private final TrustedProxies proxies;
    private final OpenHouse openHouse;
    private final ProxySignIn proxySignIn;
    private final AccountListener listener;
    private final Map<String, Object> done;

    AuthRoutes(
            Json json,
            AccountService accounts,
            SignedInPeople people,
            Gate gate,
            SignInLimit limit,
            TrustedProxies proxies,
            OpenHouse openHouse,
            ProxySignIn proxySignIn,
            AccountListener listener,
            Optional<String> signOutRedirect) {
        this.json = json;
        this.accounts = accounts;
        this.people = people;
        this.gate = gate;
        this.limit = limit;
        this.proxies = proxies;
        this.openHouse = openHouse;
        this.proxySignIn = proxySignIn;
        this.listener = listener;
        this.done = signOutRedirect
                .map(url -> Map.<String, Object>of("status", true, "redirect_url", url))
                .orElse(Map.of("status", true));
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(BASE, this::current);
        rules.get(BASE + "/", this::current);
        rules.post(BASE + "/signup", this::signUp);
        rules.post(BASE + "/signin", this::signIn);
        rules.get(BASE + "/signout", this::signOut);
        rules.post(BASE + "/signout", this::signOut);
    }

    private void current(ServerRequest request, ServerResponse response) {
        User user = gate.signedIn(request);
        json.send(
                response,
                gate.keyIn(request)
                        .map(key -> people.byKey(key, user))
                        .orElseGet(() -> people.current(request, response, user)));
    }

    private record SignUpForm(
            String name,
            String email,
            String password,
            @Nullable String profileImageUrl) {}

    private void signUp(ServerRequest request, ServerResponse response) {
        SignUpForm form = json.read(request, SignUpForm.class);
        openHouse.refuseSignUp();
        String image = form.profileImageUrl() == null ? "" : form.profileImageUrl();
        User user = accounts.signUp(form.name(), form.email(), form.password(), image);
        json.send(response, people.begin(request, response, user));
    }

    private record SignInForm(String email, String password) {}

    private void signIn(ServerRequest request, ServerResponse response) {
        SignInForm form = json.read(request, SignInForm.class);
        User user = openHouse
                .guest()
                .orElseGet(() -> proxySignIn.isOn()
                        ? accounts.enter(proxySignIn.told(request), listener)
                        : checked(request, form));
        json.send(response, people.begin(request, response, user));
    }

    private User checked(ServerRequest request, SignInForm form) {
        String email = form.email().strip().toLowerCase(Locale.ROOT);
        String address = proxies.clientOf(request);
        if (!limit.allows(email, address)) {
            throw ApiException.later(Status.TOO_MANY_REQUESTS_429, Texts.TOO_MANY_TRIES, limit.retrySeconds());
        }
        User user = accounts.checkSignIn(email, form.password());
        limit.succeeded(email, address);
        return user;
    }

    private void signOut(ServerRequest request, ServerResponse response) {
        people.end(request, response);
        json.send(response, done);
    }
}
