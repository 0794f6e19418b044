package io.chorale.app.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.function.Supplier;

/** Puts around all routes what each of them needs, in the one order that works. Made once per server. */
public final class StandardFilters {
    private final Json json;
    private final Supplier<String> requestIds;
    private final TrustedProxies proxies;
    private final String socketPath;

    /**
     * @param requestIds for requests that bring none
     * @param socketPath of the Socket.IO endpoint; its polls are not worth a line in the access log
     */
    public StandardFilters(Json json, Supplier<String> requestIds, TrustedProxies proxies, String socketPath) {
        this.json = json;
        this.requestIds = requestIds;
        this.proxies = proxies;
        this.socketPath = socketPath;
    }

    /**
     * @param more filters that go inside the standard ones, outermost first (CORS, sessions)
     * @param routes in the order in which they are tried
     * @param page takes every path that no route knows
     */
    public void register(HttpRouting.Builder routing, List<Filter> more, List<Routes> routes, WebPage page) {
        routing.addFilter(new ConnectionClose())
                .addFilter(new AccessLog(proxies, socketPath))
                .addFilter(new StandardHeaders(requestIds))
                .addFilter(new FramingGuard(json));
        more.forEach(routing::addFilter);
        new ErrorResponses(json).register(routing);
        RouteTable table = new RouteTable(routing);
        routes.forEach(topic -> topic.register(table));
        table.refuseOtherMethods();
        page.register(routing);
    }
}
