package io.chorale.app.operations;

import io.chorale.app.http.Routes;
import io.chorale.session.SessionStore;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.socketio.SocketIoServer;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.Filter;
import java.util.function.IntSupplier;

/**
 * Puts counters around the parts of one server and serves them. Safe for use by many threads; works the same with and
 * without Redis.
 */
public final class Metering implements AutoCloseable {
    private static final HttpMediaType PROMETHEUS = HttpMediaType.create("text/plain; version=0.0.4; charset=utf-8");

    private final Meters meters;

    public Metering(String version) {
        meters = new Meters(version);
    }

    public SessionStore around(SessionStore sessions) {
        return new MeteredSessions(sessions, meters);
    }

    public ClusterManager around(ClusterManager cluster) {
        return new MeteredCluster(cluster, meters);
    }

    public void bind(SocketIoServer sockets) {
        SocketMeters.bind(sockets, meters);
    }

    /**
     * Times requests.
     *
     * @param inFlight requests that are being answered
     * @param socketPath polls below it wait for events, so their time says nothing
     */
    public Filter requests(IntSupplier inFlight, String socketPath) {
        meters.gauge(
                "http.requests.in.flight", "", "Requests that are being answered, polls included", inFlight::getAsInt);
        return new RequestMeter(meters, socketPath);
    }

    /** {@code GET /metrics}, for Prometheus. */
    public Routes routes() {
        return rules -> rules.get("/metrics", (_, response) -> {
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.headers().contentType(PROMETHEUS);
            response.send(meters.scrape());
        });
    }

    @Override
    public void close() {
        meters.close();
    }
}
