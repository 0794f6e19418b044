package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.MemoryCluster;
import io.chorale.websocket.engineio.Admission;
import io.chorale.websocket.engineio.EchoEngine;
import io.chorale.websocket.engineio.EngineListenerSettings;
import io.chorale.websocket.engineio.EngineOptions;
import io.chorale.websocket.engineio.EngineServer;
import io.chorale.websocket.engineio.OriginPolicy;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The server that all suites and scenarios run against: raw Engine.IO that echoes on {@code /engine.io/}, and Socket.IO
 * with the events of {@link FixtureEvents} on its own path. Other modules start it with their own cluster manager.
 */
public final class SocketIoFixture implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final EngineServer echo;
    private final SocketIoServer io;
    private final WebServer web;

    private SocketIoFixture(FixtureOptions options, ClusterManager cluster) {
        OriginPolicy origins = new OriginPolicy(() -> List.of("http://good.example"), peer -> false, Clock.systemUTC());
        Admission admission =
                handshake -> "1".equals(handshake.query().get("deny")) ? Optional.of("denied") : Optional.empty();
        echo = EngineServer.builder(new EchoEngine())
                .options(engine(options, "/engine.io"))
                .relay(cluster.relay())
                .build();
        SocketIoServer.Builder builder = SocketIoServer.builder()
                .engine(engine(options, options.path()))
                .origins(origins)
                .admission(admission)
                .cluster(cluster)
                .connectTimeout(TIMEOUT)
                .limits(SocketIoLimits.builder()
                        .eventsPerSecond(0)
                        .build()); // scenarios count on the pace of the reference
        io = builder.recovery(options.recovery()).build();
        new FixtureEvents(io).addTo();
        io.start();
        WebServerConfig.Builder server =
                WebServer.builder().host("localhost").port(options.port()).shutdownHook(false);
        EngineListenerSettings.applyTo(server, List.of(echo, io.engine()));
        web = server.routing(routing -> {
                    echo.register(routing);
                    io.register(routing);
                })
                .build()
                .start();
    }

    private static EngineOptions engine(FixtureOptions options, String path) {
        return EngineOptions.builder()
                .path(path)
                .pingInterval(options.pingInterval())
                .pingTimeout(options.pingTimeout())
                .upgradeTimeout(TIMEOUT)
                .maxPayload(1_000_000)
                .cookie("io")
                .build();
    }

    /** Starts the fixture as the only replica. */
    public static SocketIoFixture start(FixtureOptions options) {
        return start(options, MemoryCluster.create(Duration.ofMinutes(2)).replica());
    }

    /** Starts the fixture as one of several replicas. */
    public static SocketIoFixture start(FixtureOptions options, ClusterManager cluster) {
        return new SocketIoFixture(options, cluster);
    }

    public int port() {
        return web.port();
    }

    public SocketIoServer io() {
        return io;
    }

    public EngineServer echo() {
        return echo;
    }

    @Override
    public void close() {
        io.close(TIMEOUT);
        echo.close();
        web.stop();
    }

    /** Runs until the process is stopped. */
    public static void main(String... arguments) throws InterruptedException {
        SocketIoFixture fixture = start(FixtureOptions.parse(arguments));
        System.out.println("fixture on port " + fixture.port());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(fixture::close));
        Thread.currentThread().join();
    }
}
