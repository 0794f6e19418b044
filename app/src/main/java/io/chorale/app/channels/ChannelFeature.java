package io.chorale.app.channels;

import io.chorale.app.accounts.Accounts;
import io.chorale.app.database.Database;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.chorale.app.settings.LiveSettings;
import java.time.Clock;
import java.util.List;

/** Channels, put together. */
public final class ChannelFeature implements AutoCloseable {
    private final List<Routes> routes;
    private final UntoldMessages untold;

    /** @param events hears of every change made here */
    public ChannelFeature(
            Accounts accounts,
            LiveSettings settings,
            Database database,
            Channels channels,
            Json json,
            Clock clock,
            ChannelEvents events) {
        MessageClock messageClock = new MessageClock(clock);
        Messages messages = new Messages(database, new io.chorale.app.database.JsonText(json.mapper()));
        Reactions reactions = new Reactions(database);
        ChannelService service = new ChannelService(channels, accounts.channelCreation(), messageClock, events);
        ChannelRoutes channelRoutes = new ChannelRoutes(json, accounts.gate(), settings, channels, service);
        MessageViews views = new MessageViews(accounts.users(), messages, reactions);
        untold = new UntoldMessages(messages, channels, accounts.users(), views, messageClock, events);
        MessageService messageService =
                new MessageService(service, messages, reactions, views, messageClock, events, untold);
        routes = List.of(channelRoutes, new MessageRoutes(json, channelRoutes, messageService));
    }

    public List<Routes> routes() {
        return routes;
    }

    /** When the cluster is there: tells of messages that nobody was told of, also of those before a crash. */
    public void start() {
        untold.start();
    }

    @Override
    public void close() throws InterruptedException {
        untold.close();
    }
}
