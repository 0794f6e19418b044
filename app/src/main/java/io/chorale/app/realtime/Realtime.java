package io.chorale.app.realtime;

import io.chorale.app.accounts.AccountListener;
import io.chorale.app.accounts.Accounts;
import io.chorale.app.channels.ChannelEvents;
import io.chorale.app.channels.Channels;
import io.chorale.app.http.Json;
import io.chorale.session.CsrfGuard;
import io.chorale.session.SessionKey;
import io.chorale.session.Sessions;
import io.chorale.websocket.cluster.Presence;
import io.chorale.websocket.socketio.Namespace;
import io.chorale.websocket.socketio.SocketIoServer;
import java.time.Clock;
import java.util.Collection;
import java.util.function.Supplier;

/** The default namespace, put together. Safe for use by many threads. */
public final class Realtime implements AutoCloseable {
    private final Namespace namespace;
    private final Outgoing outgoing = new Outgoing();
    private final ChannelBroadcast channelEvents;
    private final AccountBroadcast accountEvents;
    private final SignOuts signOuts;

    private Realtime(
            SocketIoServer server,
            Supplier<Presence> presence,
            Sessions sessions,
            CsrfGuard guard,
            Accounts accounts,
            Channels channels,
            Json json,
            Clock clock) {
        namespace = server.namespace("/");
        channelEvents = new ChannelBroadcast(namespace, outgoing, json.mapper());
        accountEvents = new AccountBroadcast(namespace, channels, outgoing);
        ConnectedPeople connected = new ConnectedPeople(presence, json.mapper(), clock);
        People people = new People(connected);
        Entrance entrance = new Entrance(sessions, accounts.users(), accounts.apiKeys(), channels, people);
        signOuts = new SignOuts(people, entrance);
        new SocketEvents(
                        entrance,
                        new Tokens(sessions.options(), guard),
                        people,
                        accounts.users(),
                        accounts.activity(),
                        connected,
                        new ChannelSignals(people, accounts.users(), channels, json.mapper(), clock))
                .addTo(namespace);
        sessions.addListener(signOuts);
    }

    /** Adds its handlers; before the Socket.IO server starts. */
    public static Realtime start(
            SocketIoServer server,
            Supplier<Presence> presence,
            Sessions sessions,
            CsrfGuard guard,
            Accounts accounts,
            Channels channels,
            Json json,
            Clock clock) {
        Realtime realtime = new Realtime(server, presence, sessions, guard, accounts, channels, json, clock);
        realtime.signOuts.start();
        return realtime;
    }

    public ChannelEvents channelEvents() {
        return channelEvents;
    }

    public AccountListener accountEvents() {
        return accountEvents;
    }

    /**
     * To be called on the replica that ended the sessions. Open sockets end by announcement; this is for clients that
     * are away at the moment: they cannot resume as if nothing had happened.
     */
    public void signedOut(Collection<SessionKey> sessions) {
        String[] rooms = sessions.stream().map(Rooms::session).toArray(String[]::new);
        if (rooms.length > 0) {
            outgoing.send(() -> namespace.in(rooms).socketsLeave(rooms));
        }
    }

    /** Events that were lost because the cluster took no more. */
    public long lostEvents() {
        return outgoing.lost();
    }

    @Override
    public void close() {
        signOuts.close();
    }
}
