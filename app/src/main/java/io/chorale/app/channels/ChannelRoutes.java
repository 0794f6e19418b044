package io.chorale.app.channels;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.chorale.app.accounts.Gate;
import io.chorale.app.accounts.User;
import io.chorale.app.channels.Channels.Reading;
import io.chorale.app.http.ApiException;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSettings;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Map;

/** {@code /api/v1/channels}. Safe for use by many threads. */
final class ChannelRoutes implements Routes {
    static final String BASE = "/api/v1/channels";
    private static final int BODY = 256 * 1024;

    private final Json json;
    private final Gate gate;
    private final LiveSettings settings;
    private final Channels channels;
    private final ChannelService service;

    ChannelRoutes(Json json, Gate gate, LiveSettings settings, Channels channels, ChannelService service) {
        this.json = json;
        this.gate = gate;
        this.settings = settings;
        this.channels = channels;
        this.service = service;
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(BASE, this::list);
        rules.get(BASE + "/", this::list);
        rules.get(BASE + "/list", this::list);
        rules.post(BASE + "/create", this::create);
        rules.get(BASE + "/{id}", this::one);
        rules.post(BASE + "/{id}/update", this::update);
        rules.delete(BASE + "/{id}/delete", this::delete);
    }

    /** Who asks, when there are channels at all. */
    User member(ServerRequest request) {
        User user = gate.verified(request);
        if (!settings.get(LiveCatalogue.CHANNELS)) {
            throw new ApiException(Status.FORBIDDEN_403, "Channels is disabled");
        }
        return user;
    }

    static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private record Listed(
            @JsonUnwrapped Channel channel,
            boolean writeAccess,
            boolean isManager,
            long lastMessageAt,
            long lastReadAt,
            int unreadCount) {

        static Listed of(Channel channel, User user, Reading reading) {
            return new Listed(
                    channel,
                    channel.mayWrite(user),
                    channel.mayManage(user),
                    reading.lastMessageAt(),
                    reading.lastReadAt(),
                    reading.unread());
        }
    }

    private void list(ServerRequest request, ServerResponse response) {
        User user = member(request);
        Map<String, Reading> readings = channels.readingsOf(user.id());
        List<Listed> listed = channels.readableBy(user).stream()
                .map(channel -> Listed.of(channel, user, readings.getOrDefault(channel.id(), Reading.NONE)))
                .toList();
        json.send(response, listed);
    }

    private void create(ServerRequest request, ServerResponse response) {
        User user = member(request);
        json.send(response, service.create(user, json.read(request, ChannelService.Form.class, BODY)));
    }

    private void one(ServerRequest request, ServerResponse response) {
        User user = member(request);
        Channel channel = service.readable(user, id(request));
        Reading reading = channels.readingsOf(user.id()).getOrDefault(channel.id(), Reading.NONE);
        json.send(response, Listed.of(channel, user, reading));
    }

    private void update(ServerRequest request, ServerResponse response) {
        User user = member(request);
        json.send(response, service.update(user, id(request), json.read(request, ChannelService.Form.class, BODY)));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        service.delete(member(request), id(request));
        json.send(response, true);
    }
}
