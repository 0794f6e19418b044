package io.chorale.app.accounts;

import io.chorale.app.database.Database;
import io.chorale.app.http.AccountFacts;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.chorale.app.http.TrustedProxies;
import io.chorale.app.settings.LiveSettings;
import io.chorale.config.AuthSettings;
import io.chorale.config.Secret;
import io.chorale.config.Settings;
import io.chorale.session.MemoryAttemptCounter;
import io.chorale.session.SessionCookie;
import io.chorale.session.Sessions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Everything about people, put together. Safe for use by many threads. */
public final class Accounts implements AutoCloseable {
    private final Json json;
    private final Passwords passwords;
    private final Users users;
    private final SignUpRule signUp;
    private final AccountService service;
    private final Activity activity;
    private final ApiKeys keys;
    private final ProxySignIn proxySignIn;
    private final Gate gate;
    private final ChannelCreation channelCreation;
    private final SignedInPeople people;
    private final AdminSettings adminSettings;
    private final TrustedProxies proxies;
    private final AuthSettings settings;
    private final SecureRandom random;
    private final Sessions sessions;
    private final Clock clock;

    /** @param bcryptCost logarithm of the number of rounds, 10 to 12 for people's passwords */
    public Accounts(
            Settings settings,
            Database database,
            LiveSettings live,
            Sessions sessions,
            SessionCookie cookie,
            TrustedProxies proxies,
            Json json,
            int bcryptCost,
            Clock clock,
            SecureRandom random) {
        this.json = json;
        this.proxies = proxies;
        this.settings = settings.auth();
        this.random = random;
        this.sessions = sessions;
        this.clock = clock;
        passwords = new Passwords(bcryptCost);
        users = new Users(database);
        signUp = new SignUpRule(live, users);
        service = new AccountService(
                database,
                users,
                passwords,
                signUp,
                new AccountRules(settings.auth().passwordValidation()),
                clock);
        activity = new Activity(users, clock);
        keys = new ApiKeys(database, live, random, clock);
        proxySignIn = new ProxySignIn(settings.auth().trustedHeaders(), proxies);
        gate = new Gate(
                users, keys, proxySignIn, activity, settings.auth().apiKeys().header());
        channelCreation = new ChannelCreation(live);
        people = new SignedInPeople(sessions, cookie, proxies, channelCreation);
        adminSettings = new AdminSettings(
                live, settings.session().expiresIn().map(Accounts::inSeconds).orElse("-1"));
    }

    private static String inSeconds(Duration life) {
        return life.toSeconds() + "s";
    }

    /** Makes the administrator that WEBUI_ADMIN_EMAIL and WEBUI_ADMIN_PASSWORD name, when there are no accounts. */
    public void addFirstAdministrator() {
        if (settings.adminEmail().isPresent() && settings.adminPassword().isPresent()) {
            service.addFirst(
                    settings.adminName(),
                    settings.adminEmail().get(),
                    settings.adminPassword().map(Secret::reveal).get());
        }
    }

    /** @param listener hears of every change made here */
    public List<Routes> routes(AccountListener listener) {
        OpenHouse openHouse = new OpenHouse(!settings.enabled(), users, service, random);
        SignInLimit limit = new SignInLimit(sessions.attempts(), new MemoryAttemptCounter(), clock);
        return List.of(
                new AuthRoutes(
                        json,
                        service,
                        people,
                        gate,
                        limit,
                        proxies,
                        openHouse,
                        proxySignIn,
                        listener,
                        settings.signOutRedirect()),
                new ProfileRoutes(json, service, users, people, gate, listener),
                new ApiKeyRoutes(json, keys, gate, listener),
                new SessionRoutes(json, sessions, people, gate),
                new AdminRoutes(json, service, people, gate, adminSettings, users),
                new PersonalRoutes(json, users, gate, channelCreation),
                new ImageRoutes(users, gate),
                new UserRoutes(json, service, users, people, gate, activity, listener));
    }

    public Gate gate() {
        return gate;
    }

    public ApiKeys apiKeys() {
        return keys;
    }

    public Users users() {
        return users;
    }

    public Activity activity() {
        return activity;
    }

    public ChannelCreation channelCreation() {
        return channelCreation;
    }

    public AccountFacts facts() {
        return new Facts(users, gate, signUp);
    }

    @Override
    public void close() {
        passwords.close();
    }
}
