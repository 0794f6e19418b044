package io.chorale.app.server;

import io.chorale.app.accounts.Accounts;
import io.chorale.app.administration.ConfigRoutes;
import io.chorale.app.administration.LiveSettingsRoutes;
import io.chorale.app.channels.ChannelFeature;
import io.chorale.app.channels.Channels;
import io.chorale.app.database.JsonText;
import io.chorale.app.http.InfoRoutes;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.chorale.app.http.TrustedProxies;
import io.chorale.app.realtime.Realtime;
import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSettings;
import io.chorale.app.signins.RememberingSessionStore;
import io.chorale.config.Settings;
import io.chorale.session.CsrfGuard;
import io.chorale.session.SessionCookie;
import io.chorale.session.SessionFeature;
import io.chorale.session.SessionOptions;
import io.chorale.session.Sessions;
import io.chorale.websocket.socketio.SocketIoServer;
import io.helidon.webserver.http.HttpRouting;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** People, their sessions, channels, and the events of the default namespace. Safe for use by many threads. */
final class Chat {
    /** 2^10 rounds of bcrypt: some 50 ms on a core of today. */
    private static final int BCRYPT_COST = 10;

    private final Sessions sessions;
    private final SessionCookie cookie;
    private final CsrfGuard guard;
    private final ChannelFeature channelFeature;
    private final List<Routes> routes = new ArrayList<>();

    private Chat(
            Settings settings,
            Backends backends,
            SocketIoServer sockets,
            TrustedProxies proxies,
            Json json,
            Closing closing) {
        Clock clock = Clock.systemUTC();
        SecureRandom random = new SecureRandom();
        RememberingSessionStore store = new RememberingSessionStore(
                backends.sessions(),
                backends.database(),
                json.mapper(),
                settings.session().idleTimeout(),
                clock);
        sessions = new Sessions(store, SessionOptions.of(settings.session()), clock, random);
        cookie = new SessionCookie(sessions);
        LiveSettings live = backends.live().settings();
        guard = new CsrfGuard(() -> live.get(LiveCatalogue.ORIGINS));
        Accounts accounts = closing.last(new Accounts(
                settings, backends.database(), live, sessions, cookie, proxies, json, BCRYPT_COST, clock, random));
        accounts.addFirstAdministrator();
        Channels channels = new Channels(backends.database(), new JsonText(json.mapper()));
        Realtime realtime = closing.last(Realtime.start(
                sockets, backends.cluster()::presence, sessions, guard, accounts, channels, json, clock));
        store.onEndedHere(realtime::signedOut);
        routes.add(new InfoRoutes(json, settings, live::current, BuildInfo.VERSION, accounts.facts()));
        routes.addAll(accounts.routes(realtime.accountEvents()));
        channelFeature = closing.last(new ChannelFeature(
                accounts, live, backends.database(), channels, json, clock, realtime.channelEvents()));
        routes.addAll(channelFeature.routes());
        routes.add(new LiveSettingsRoutes(json, accounts.gate(), backends.live()));
        routes.add(new ConfigRoutes(json, accounts.gate(), live));
        routes.add(new EmptyLists(json, accounts.gate()));
    }

    /** Adds its handlers to the Socket.IO server, which starts afterwards. */
    static Chat create(
            Settings settings,
            Backends backends,
            SocketIoServer sockets,
            TrustedProxies proxies,
            Json json,
            Closing closing) {
        return new Chat(settings, backends, sockets, proxies, json, closing);
    }

    /** When the Socket.IO server has started. */
    void start() {
        channelFeature.start();
    }

    List<Routes> routes() {
        return routes;
    }

    /** Sessions for every request, and no foreign page that uses them. */
    void addFilters(HttpRouting.Builder routing) {
        new SessionFeature(sessions, cookie).setup(routing);
        routing.addFilter(guard);
    }
}
