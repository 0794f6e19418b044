package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.SessionRelay;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.spi.ServerConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Engine.IO v4 on one path of a Helidon server. Safe for use by many threads.
 *
 * <pre>{@code
 * EngineServer engine = EngineServer.builder(application).options(options).build();
 * EngineListenerSettings.applyTo(server, List.of(engine));
 * server.routing(engine::register);
 * }</pre>
 */
public final class EngineServer implements AutoCloseable {
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(1);
    private static final int DRAIN_WAVES = 10;
    /** Foreign websockets that are told why, at one time; more are refused without words. */
    private static final int MOST_EXPLANATIONS = 100;

    private final EngineOptions options;
    private final EngineApplication application;
    private final EngineParts parts;
    private final SessionRegistry registry;
    private final RequestCheck check;
    private final PollingRoutes polling;
    private final Duration deadlineCheck;
    private final SessionRelay relay;
    private final Relaying relaying;
    private final ForeignSockets foreignSockets = new ForeignSockets();
    private final @Nullable OriginExplanation explanation;
    private final AtomicInteger explaining = new AtomicInteger();
    private volatile boolean draining;
    private volatile boolean closed;

    private EngineServer(Builder builder, Clock clock) {
        this.options = builder.options;
        this.application = builder.application;
        this.explanation = builder.explanation;
        TimerWheel timers = new TimerWheel("engine-timer");
        WriterPool writers = new WriterPool(Runtime.getRuntime().availableProcessors(), timers);
        this.parts = new EngineParts(timers, writers, new RequestDeadlines(), new EngineMetrics());
        this.registry = new SessionRegistry(options, builder.relay, timers, new SecureRandom());
        this.check = new RequestCheck(
                options,
                registry,
                builder.origins,
                builder.trustedProxy,
                builder.admission,
                builder.relay,
                parts.metrics(),
                clock);
        PollingAnswers answers = new PollingAnswers(longestPoll(), parts.metrics());
        this.polling = new PollingRoutes(options, this, answers, parts, builder.origins);
        this.relay = builder.relay;
        this.relaying = new Relaying(relay, parts.metrics());
        relay.serve(options.path(), new RelayedSessions(check, registry, answers, options, parts.metrics()));
        this.deadlineCheck = deadlineCheck(options);
        timers.schedule(deadlineCheck, this::checkDeadlines);
    }

    public static Builder builder(EngineApplication application) {
        return new Builder(application);
    }

    /** Adds the polling routes; the websocket side is wired by {@link EngineListenerSettings}. */
    public void register(HttpRouting.Builder routing) {
        polling.register(routing);
    }

    public EngineOptions options() {
        return options;
    }

    public EngineMetrics metrics() {
        return parts.metrics();
    }

    public int sessions() {
        return registry.size();
    }

    /** Sessions that this transport carries now. */
    public long sessions(EngineSession.Transport transport) {
        return registry.all().stream()
                .filter(session -> session.transport() == transport)
                .count();
    }

    /** Bytes that wait for clients, over all sessions, with a flat cost for each packet. */
    public long queuedBytes() {
        return registry.queuedBytes();
    }

    RequestCheck check() {
        return check;
    }

    /** A ping comes in the meantime, so a GET that waits longer belongs to a session that is over. */
    private Duration longestPoll() {
        return options.pingInterval().plus(options.pingTimeout()).plusSeconds(1);
    }

    Relaying relaying() {
        return relaying;
    }

    ForeignSockets foreignSockets() {
        return foreignSockets;
    }

    /** Takes a place for a session, which {@link #open} fills or {@link #giveUp} gives back. False: answer 503. */
    boolean reserve(Handshake handshake) {
        Optional<EngineLimit> reached =
                draining ? Optional.of(EngineLimit.SESSIONS) : registry.reserve(handshake.address());
        reached.ifPresent(parts.metrics()::reached);
        return reached.isEmpty();
    }

    void giveUp(Handshake handshake) {
        registry.release(handshake.address());
    }

    /** Opens a session on a place that was reserved. */
    ClientSession open(Handshake handshake, @Nullable SocketTransport socket) {
        ClientSession session = new ClientSession(registry.newId(), handshake, options, parts, registry);
        registry.add(session);
        session.open(application, socket);
        if (draining) {
            session.end(CloseReason.SERVER_SHUTTING_DOWN); // drain() may have looked before this one was there
        }
        return session;
    }

    ServerConnection connection(ConnectionContext context, SocketTransport.Handler handler) {
        return new WebSocketConnection(context, handler, options, parts);
    }

    /** A place for a websocket that is told why its origin is refused; {@link #endExplanation} gives it back. */
    Optional<SocketExplanation> beginExplanation(EngineRequest request, OriginRefusal refusal) {
        if (explanation == null || !RequestCheck.asksForWebSocketSession(request)) {
            return Optional.empty();
        }
        if (explaining.incrementAndGet() > MOST_EXPLANATIONS) {
            explaining.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new SocketExplanation(this, refusal, explanation));
    }

    void endExplanation() {
        explaining.decrementAndGet();
    }

    /** With the id of no session. */
    EnginePacket decoyOpenPacket() {
        return OpenPacket.of(registry.newId(), options, EngineSession.Transport.WEBSOCKET);
    }

    void later(Duration delay, Runnable task) {
        parts.timers().schedule(delay, task);
    }

    private void checkDeadlines() {
        long now = System.nanoTime();
        parts.requests().check(now);
        for (ClientSession session : registry.all()) {
            SocketTransport socket = session.socket();
            if (socket != null) {
                socket.checkWrite(now);
            }
        }
        foreignSockets.all().forEach(socket -> socket.checkWrite(now));
        if (!closed) {
            parts.timers().schedule(deadlineCheck, this::checkDeadlines);
        }
    }

    /** Often enough for the shortest limit, and no more than once a second. */
    private static Duration deadlineCheck(EngineOptions options) {
        Duration shortest = options.bodyTimeout().compareTo(options.writeTimeout()) < 0
                ? options.bodyTimeout()
                : options.writeTimeout();
        Duration quarter = shortest.dividedBy(4);
        return quarter.compareTo(LONGEST_CHECK) < 0 ? quarter : LONGEST_CHECK;
    }

    /**
     * Takes no new sessions and closes those there are, in waves over the given time, so that their clients do not all
     * come back at one moment. Closing the transport makes them come back at once. Returns when all are closed.
     */
    public void drain(Duration time) {
        draining = true;
        foreignSockets
                .all()
                .forEach(socket -> socket.close(
                        WebSocketConnection.GOING_AWAY,
                        CloseReason.SERVER_SHUTTING_DOWN.text(),
                        CloseReason.SERVER_SHUTTING_DOWN));
        List<ClientSession> open = new ArrayList<>(registry.all());
        Collections.shuffle(open);
        int wave = Math.max(1, (open.size() + DRAIN_WAVES - 1) / DRAIN_WAVES);
        Duration pause = time.dividedBy(DRAIN_WAVES);
        for (int from = 0; from < open.size(); from += wave) {
            open.subList(from, Math.min(open.size(), from + wave))
                    .forEach(session -> session.end(CloseReason.SERVER_SHUTTING_DOWN));
            if (from + wave < open.size() && !pauseFor(pause)) {
                return;
            }
        }
    }

    private static boolean pauseFor(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Closes all sessions at once and stops the timer. */
    @Override
    public void close() {
        drain(Duration.ZERO);
        closed = true;
        relay.stopServing(options.path());
        parts.writers().close();
        // Close frames are still being written and their deadlines kept.
        parts.timers().schedule(options.closeTimeout().plusSeconds(1), parts.timers()::close);
    }

    /** Not safe for use by several threads. */
    public static final class Builder {
        private final EngineApplication application;
        private EngineOptions options = EngineOptions.builder().build();
        private OriginPolicy origins = OriginPolicy.any();
        private Predicate<String> trustedProxy = peer -> false;
        private SessionRelay relay = SessionRelay.NONE;
        private Admission admission = Admission.EVERYBODY;
        private @Nullable OriginExplanation explanation;

        private Builder(EngineApplication application) {
            this.application = application;
        }

        public Builder options(EngineOptions value) {
            options = value;
            return this;
        }

        public Builder origins(OriginPolicy value) {
            origins = value;
            return this;
        }

        /** Peers whose X-Forwarded-For and X-Forwarded-Proto say who the client is. */
        public Builder trustedProxy(Predicate<String> value) {
            trustedProxy = value;
            return this;
        }

        public Builder admission(Admission value) {
            admission = value;
            return this;
        }

        /** Reaches the sessions of other replicas; without it, a client must come back to the replica it began with. */
        public Builder relay(SessionRelay value) {
            relay = value;
            return this;
        }

        /** How a page learns that its origin is refused; without one, its websocket is answered HTTP 403. */
        public Builder explanation(OriginExplanation value) {
            explanation = value;
            return this;
        }

        public EngineServer build() {
            return new EngineServer(this, Clock.systemUTC());
        }
    }
}
