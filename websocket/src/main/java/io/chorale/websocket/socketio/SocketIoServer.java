package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.MemoryCluster;
import io.chorale.websocket.engineio.Admission;
import io.chorale.websocket.engineio.EngineApplication;
import io.chorale.websocket.engineio.EngineListenerSettings;
import io.chorale.websocket.engineio.EngineOptions;
import io.chorale.websocket.engineio.EngineServer;
import io.chorale.websocket.engineio.OriginPolicy;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO v5 server. Add namespaces and handlers, {@link #start}, attach it to a web server. Safe for use by many
 * threads.
 *
 * <pre>{@code
 * SocketIoServer io = SocketIoServer.builder().build();
 * io.namespace("/").on("message", String.class, (socket, text, ack) -> socket.broadcast().emit("message", text));
 * io.start();
 * WebServer.builder().port(8080).update(io::attachTo).routing(io::register).build().start();
 * }</pre>
 */
public final class SocketIoServer implements AutoCloseable {
    private final ServerParts parts;
    private final Namespaces namespaces;
    private final Connections connections;
    private final EngineServer engine;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService threads;

    private SocketIoServer(Builder builder) {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("socketio-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("socketio-", 0).factory());
        ClusterManager cluster = builder.clusterOrMemory();
        SocketIoLimits limits = builder.limits.withMaxPayload(builder.engine.maxPayload());
        parts = new ServerParts(
                cluster,
                new Json(builder.json, limits),
                limits,
                builder.engine.maxQueue(),
                builder.recovery,
                builder.connectTimeout,
                builder.ackTimeout,
                new Identifiers(new SecureRandom()),
                new SocketIoMetrics(),
                new FailureLog(),
                timer,
                threads,
                new Questions(cluster, timer, threads),
                new SessionKeeper(cluster, threads));
        namespaces = new Namespaces(parts);
        connections = new Connections(parts, namespaces, new PacketDecoder(parts.json(), limits.attachments()));
        engine = EngineServer.builder(connections)
                .options(builder.engine)
                .origins(builder.origins)
                .trustedProxy(builder.trustedProxy)
                .admission(builder.admission)
                .relay(cluster.relay())
                .explanation(new OriginConnectError(parts.json()))
                .build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The namespace of that name, made when it is not there.
     *
     * @throws IllegalArgumentException when no client could name it
     */
    public Namespace namespace(String name) {
        return namespaces.fixed(name);
    }

    /**
     * Namespaces whose names fit are made when a client asks for one, and dropped when the last has left.
     *
     * @param setup adds handlers; must not block
     */
    public void namespaces(Predicate<String> names, Consumer<Namespace> setup) {
        namespaces.dynamic(names, setup);
    }

    /** All namespaces that are there now. */
    public Collection<Namespace> namespaces() {
        return namespaces.all();
    }

    /**
     * Joins the cluster. Before the web server starts.
     *
     * @throws io.chorale.websocket.cluster.ClusterUnavailableException when its backend does not answer in time
     */
    public void start() {
        parts.cluster().start(new LocalDelivery(parts, namespaces));
        if (parts.recovery().enabled()) {
            parts.keeper().start(parts.recovery().window(), timer);
        }
    }

    /** Takes the websocket requests of a listener; {@link #register} takes the others. */
    public void attachTo(WebServerConfig.Builder listener) {
        EngineListenerSettings.applyTo(listener, List.of(engine));
    }

    /** Adds the routes for clients that poll. */
    public void register(HttpRouting.Builder routing) {
        engine.register(routing);
    }

    /** The layer below: its sessions, its metrics. */
    public EngineServer engine() {
        return engine;
    }

    /** What runs on the sessions of {@link #engine}. */
    EngineApplication application() {
        return connections;
    }

    public ClusterManager cluster() {
        return parts.cluster();
    }

    public SocketIoMetrics metrics() {
        return parts.metrics();
    }

    /** Connections that are open now, whether or not they are in a namespace. */
    public int connections() {
        return connections.size();
    }

    /**
     * Takes no new connections and closes those there are, in waves over the given time, in a way that lets clients come
     * back at once, to another replica, and resume there. Returns when all are closed.
     */
    public void drain(Duration time) {
        engine.drain(time);
    }

    /**
     * Closes all connections in a way that lets clients come back and resume elsewhere, lets the disconnect handlers
     * end, and leaves the cluster. Takes at most about the given time. Idempotent.
     */
    public void close(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        engine.close();
        connections.close(timeout);
        threads.shutdown();
        awaitThreads(end);
        parts.cluster().close(remaining(end));
        timer.shutdownNow();
    }

    private void awaitThreads(long end) {
        try {
            if (!threads.awaitTermination(remaining(end).toNanos(), TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }

    private static Duration remaining(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }

    /** Settings with defaults as the reference server has them. Not safe for use by many threads. */
    public static final class Builder {
        private @Nullable ClusterManager cluster;
        private RecoveryOptions recovery = RecoveryOptions.OFF;
        private Duration connectTimeout = Duration.ofSeconds(45);
        private Duration ackTimeout = Duration.ofSeconds(10);
        private SocketIoLimits limits = SocketIoLimits.DEFAULTS;
        private ObjectMapper json = new JsonMapper();
        private EngineOptions engine = EngineOptions.builder().build();
        private OriginPolicy origins = OriginPolicy.any();
        private Predicate<String> trustedProxy = peer -> false;
        private Admission admission = Admission.EVERYBODY;

        private Builder() {}

        /** Path, transports, time-outs and bounds of connections; its payload limit is the one of packets, too. */
        public Builder engine(EngineOptions options) {
            engine = options;
            return this;
        }

        /** Which pages may connect; any when not set. */
        public Builder origins(OriginPolicy policy) {
            origins = policy;
            return this;
        }

        /** Peers whose X-Forwarded-For and X-Forwarded-Proto say who the client is; none when not set. */
        public Builder trustedProxy(Predicate<String> peers) {
            trustedProxy = peers;
            return this;
        }

        /** Who may open a connection at all; everybody when not set. */
        public Builder admission(Admission decision) {
            admission = decision;
            return this;
        }

        /** What joins the replicas; one replica in memory when not set. The server closes it. */
        public Builder cluster(ClusterManager manager) {
            cluster = manager;
            return this;
        }

        /** Connection state recovery, with a window of two minutes; off when not set. */
        public Builder recovery(boolean enabled) {
            recovery = new RecoveryOptions(enabled, recovery.window(), recovery.runMiddlewares());
            return this;
        }

        /** Connection state recovery: how long a client may be away and still resume. */
        public Builder recovery(Duration window) {
            recovery = new RecoveryOptions(true, window, recovery.runMiddlewares());
            return this;
        }

        /** Whether middlewares decide about clients that resume, too; they do not when not set. */
        public Builder recoveryRunsMiddlewares(boolean run) {
            recovery = new RecoveryOptions(recovery.enabled(), recovery.window(), run);
            return this;
        }

        /** How long a connection may be open without being in a namespace; 45 seconds when not set. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        /** How long to wait for answers of clients and replicas when the caller does not say; 10 seconds when not set. */
        public Builder ackTimeout(Duration timeout) {
            ackTimeout = timeout;
            return this;
        }

        /** The payload limit is taken from {@link #engine}. */
        public Builder limits(SocketIoLimits values) {
            limits = values;
            return this;
        }

        /** How values are written and read; a copy is used, with the limits and without default typing. */
        public Builder json(ObjectMapper mapper) {
            json = mapper;
            return this;
        }

        public SocketIoServer build() {
            return new SocketIoServer(this);
        }

        private ClusterManager clusterOrMemory() {
            ClusterManager given = cluster;
            return given != null
                    ? given
                    : MemoryCluster.create(recovery.enabled() ? recovery.window() : Duration.ZERO)
                            .replica();
        }
    }
}
