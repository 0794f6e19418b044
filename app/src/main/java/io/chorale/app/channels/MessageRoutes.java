package io.chorale.app.channels;

import io.chorale.app.accounts.User;
import io.chorale.app.http.Json;
import io.chorale.app.http.Queries;
import io.chorale.app.http.Routes;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code /api/v1/channels/{id}/messages}. Safe for use by many threads. */
final class MessageRoutes implements Routes {
    private static final String BASE = ChannelRoutes.BASE + "/{id}/messages";
    private static final String ONE = BASE + "/{message}";
    private static final int BODY = 512 * 1024;
    private static final int PAGE = 50;
    private static final int MOST = 200;

    private final Json json;
    private final ChannelRoutes channels;
    private final MessageService service;

    MessageRoutes(Json json, ChannelRoutes channels, MessageService service) {
        this.json = json;
        this.channels = channels;
        this.service = service;
    }

    @Override
    public void register(HttpRules rules) {
        rules.get(BASE, this::page);
        rules.post(BASE + "/post", this::post);
        rules.get(ONE, this::one);
        rules.get(ONE + "/thread", this::thread);
        rules.get(ONE + "/data", this::data);
        rules.post(ONE + "/update", this::update);
        rules.delete(ONE + "/delete", this::delete);
        rules.post(ONE + "/reactions/add", this::react);
        rules.post(ONE + "/reactions/remove", this::takeBack);
    }

    private static String id(ServerRequest request) {
        return ChannelRoutes.id(request);
    }

    private static String message(ServerRequest request) {
        return request.path().pathParameters().get("message");
    }

    private static int skip(ServerRequest request) {
        return Queries.number(request, "skip", 0, 0, Integer.MAX_VALUE);
    }

    private static int limit(ServerRequest request) {
        return Queries.number(request, "limit", PAGE, 1, MOST);
    }

    private void page(ServerRequest request, ServerResponse response) {
        User user = channels.member(request);
        json.send(response, service.page(user, id(request), skip(request), limit(request)));
    }

    private void post(ServerRequest request, ServerResponse response) {
        User user = channels.member(request);
        MessageService.PostForm form = json.read(request, MessageService.PostForm.class, BODY);
        json.send(response, service.post(user, id(request), form));
    }

    private void one(ServerRequest request, ServerResponse response) {
        User user = channels.member(request);
        json.send(response, service.one(user, id(request), message(request)));
    }

    private void thread(ServerRequest request, ServerResponse response) {
        User user = channels.member(request);
        json.send(response, service.thread(user, id(request), message(request), skip(request), limit(request)));
    }

    private void data(ServerRequest request, ServerResponse response) {
        User user = channels.member(request);
        var data = service.one(user, id(request), message(request)).data();
        json.send(response, data == null ? json.mapper().nullNode() : data);
    }

    private void update(ServerRequest request, ServerResponse response) {
        User user = channels.member(request);
        MessageService.UpdateForm form = json.read(request, MessageService.UpdateForm.class, BODY);
        json.send(response, service.update(user, id(request), message(request), form));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        service.delete(channels.member(request), id(request), message(request));
        json.send(response, true);
    }

    private record ReactionForm(String name) {}

    private void react(ServerRequest request, ServerResponse response) {
        User user = channels.member(request);
        ReactionForm form = json.read(request, ReactionForm.class);
        service.react(user, id(request), message(request), form.name());
        json.send(response, true);
    }

    private void takeBack(ServerRequest request, ServerResponse response) {
        User user = channels.member(request);
        ReactionForm form = json.read(request, ReactionForm.class);
        service.takeBack(user, id(request), message(request), form.name());
        json.send(response, true);
    }
}
