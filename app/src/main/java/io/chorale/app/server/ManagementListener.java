package io.chorale.app.server;

import io.chorale.app.http.ErrorResponses;
import io.chorale.app.http.Json;
import io.chorale.app.http.RouteTable;
import io.chorale.app.http.Routes;
import io.chorale.config.Settings;
import io.helidon.webserver.WebServer;
import java.util.List;

/** Probes and metrics on a port of their own, which answers until the very end of a drain. Safe for many threads. */
public final class ManagementListener implements AutoCloseable {
    private final WebServer web;

    private ManagementListener(WebServer web) {
        this.web = web;
    }

    /** @throws ListenException when the port cannot be had */
    public static ManagementListener start(Settings settings, List<Routes> topics) {
        String host = settings.server().managementHost();
        int port = settings.server().managementPort().orElse(0);
        WebServer web = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .directHandlers(ErrorResponses.unparsable())
                .routing(routing -> {
                    new ErrorResponses(new Json()).register(routing);
                    RouteTable table = new RouteTable(routing);
                    topics.forEach(topic -> topic.register(table));
                    table.refuseOtherMethods();
                })
                .build()
                .start();
        if (!web.isRunning()) {
            throw ListenException.on(host, port);
        }
        return new ManagementListener(web);
    }

    public int port() {
        return web.port();
    }

    @Override
    public void close() {
        web.stop();
    }
}
