package io.chorale.app.server;

import io.chorale.app.http.CorsFilter;
import io.chorale.app.http.HealthRoutes;
import io.chorale.app.http.Json;
import io.chorale.app.http.Routes;
import io.chorale.app.http.StandardFilters;
import io.chorale.app.http.StaticFiles;
import io.chorale.app.http.TrustedProxies;
import io.chorale.app.http.WebPage;
import io.chorale.app.operations.Metering;
import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSettings;
import io.chorale.config.Settings;
import io.chorale.websocket.cluster.ClusterUnavailableException;
import io.chorale.websocket.engineio.EngineListenerSettings;
import io.chorale.websocket.engineio.OriginPolicy;
import io.chorale.websocket.socketio.SocketIoServer;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: backends, Socket.IO, routes, listener. Tests start it as the command line does, several in one
 * process if they like. Safe for use by many threads.
 */
public final class Chorale implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chorale.class);
    /** Of SHUTDOWN_TIMEOUT, the part in which clients are sent away in waves; the rest is for requests and backends. */
    private static final int WAVES_PART = 2;

    /** From the first line of a request to the end of its headers. */
    private static final Duration HEADERS_WITHIN = Duration.ofSeconds(20);

    private final Settings settings;
    private final Lifecycle lifecycle = new Lifecycle();
    private final InFlight inFlight = new InFlight();
    private final Closing closing = new Closing();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final LiveSettings live;
    private final SocketIoServer sockets;
    private final WebServer web;
    private final @Nullable ManagementListener management;

    private Chorale(Settings settings) {
        this.settings = settings;
        try {
            Metering metering = closing.last(new Metering(BuildInfo.VERSION));
            Backends backends = Backends.open(settings, closing).metered(metering);
            TrustedProxies proxies = new TrustedProxies(settings.server().trustedProxies());
            live = backends.live().settings();
            OriginPolicy origins =
                    new OriginPolicy(() -> live.get(LiveCatalogue.ORIGINS), proxies::trusts, Clock.systemUTC());
            sockets = Sockets.create(settings, backends.cluster(), origins, proxies::trusts);
            closing.last(() -> sockets.close(share(WAVES_PART)));
            metering.bind(sockets);
            Json json = new Json();
            Chat chat = Chat.create(settings, backends, sockets, proxies, json, closing);
            sockets.start();
            chat.start();
            HeaderDeadlines deadlines = closing.last(new HeaderDeadlines(HEADERS_WITHIN));
            HealthRoutes health = health(backends, json);
            web = WebServer.builder()
                    .update(builder ->
                            EngineListenerSettings.applyTo(builder, List.of(sockets.engine()), List.of(deadlines)))
                    .update(builder -> Listener.configure(builder, settings))
                    .routing(routing -> setup(routing, health, metering, origins, proxies, chat, json))
                    .build();
            management = settings.server().managementPort().isPresent()
                    ? closing.last(ManagementListener.start(settings, List.of(health, metering.routes())))
                    : null;
            listen();
        } catch (ClusterUnavailableException e) {
            closing.close();
            throw new BackendUnavailableException(e);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /**
     * Opens everything and lets people in.
     *
     * @throws BackendUnavailableException when Redis or the database cannot be reached
     * @throws ListenException when the port cannot be had
     */
    public static Chorale start(Settings settings) {
        return new Chorale(settings);
    }

    private void setup(
            HttpRouting.Builder routing,
            HealthRoutes health,
            Metering metering,
            OriginPolicy origins,
            TrustedProxies proxies,
            Chat chat,
            Json json) {
        String socketPath = settings.websocket().path();
        StandardFilters filters =
                new StandardFilters(json, () -> UUID.randomUUID().toString(), proxies, socketPath);
        List<Routes> routes = new ArrayList<>();
        routes.add(health);
        if (settings.server().managementPort().isEmpty()) {
            routes.add(metering.routes());
        }
        routes.addAll(chat.routes());
        sockets.register(routing); // before the page, which takes every path
        filters.register(
                routing,
                List.of(
                        inFlight,
                        metering.requests(inFlight::count, socketPath),
                        new CorsFilter(origins, this::allowsEveryOrigin, socketPath)),
                routes,
                new WebPage(StaticFiles.fromClassPath("web")));
        chat.addFilters(routing);
    }

    private HealthRoutes health(Backends backends, Json json) {
        return new HealthRoutes(
                json,
                Readiness.ofDatabase(backends.database()),
                List.of(lifecycle, Readiness.ofSessions(backends.sessions()), Readiness.ofCluster(backends.cluster())));
    }

    private boolean allowsEveryOrigin() {
        return live.get(LiveCatalogue.ORIGINS).contains("*");
    }

    private void listen() {
        web.start();
        closing.last(web::stop);
        if (!web.isRunning()) {
            throw ListenException.on(settings.server().host(), settings.server().port());
        }
        lifecycle.running();
    }

    /** For people on this machine; {@code WEBUI_URL} is for all others. */
    public String url() {
        String host = settings.server().host();
        return "http://" + (host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host) + ":" + port();
    }

    public int port() {
        return web.port();
    }

    /** Where probes and metrics are served: the port of its own, or that of everything else. */
    public int managementPort() {
        return management == null ? port() : management.port();
    }

    /**
     * Drains and stops within {@code SHUTDOWN_TIMEOUT}: not ready, clients sent away so that they come back elsewhere,
     * requests ended, backends closed. Idempotent.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        LOG.info("Draining: {} connections, {} requests", sockets.connections(), inFlight.count());
        lifecycle.draining();
        sockets.drain(share(WAVES_PART * 2));
        inFlight.awaitNone(share(WAVES_PART * 2));
        closing.close();
        LOG.info("Stopped");
    }

    private Duration share(int part) {
        return settings.server().shutdownTimeout().dividedBy(part);
    }
}
