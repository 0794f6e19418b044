package io.chorale.app.channels;

import io.chorale.app.accounts.Accounts;
import io.chorale.app.database.Database;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import java.time.Clock;
import java.util.List;

/** Channels, put together. */
public final class ChannelFeature {
    private ChannelFeature() {}

    /** @param events hears of every change made here */
    public static List<Routes> routes(
            Accounts accounts, Database database, Channels channels, Json json, Clock clock, ChannelEvents events) {
        MessageClock messageClock = new MessageClock(clock);
        Messages messages = new Messages(database, new io.chorale.app.database.JsonText(json.mapper()));
        Reactions reactions = new Reactions(database);
        ChannelService service = new ChannelService(channels, accounts.channelCreation(), messageClock, events);
        ChannelRoutes routes = new ChannelRoutes(json, accounts.gate(), accounts.stored(), channels, service);
        MessageViews views = new MessageViews(accounts.users(), messages, reactions);
        return List.of(
                routes,
                new MessageRoutes(
                        json, routes, new MessageService(service, messages, reactions, views, messageClock, events)));
    }
}
