package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.SessionRelay;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides what a request is, in the order of the reference implementation (error codes 0 to 5). */
final class RequestCheck {
    sealed interface Verdict {
        record Open(Handshake handshake) implements Verdict {}

        record Existing(ClientSession session) implements Verdict {}

        /** A session of another replica. */
        record Foreign(RelayRequest request) implements Verdict {}

        record Refused(int status, byte[] body) implements Verdict {}

        /** Refused for its origin. */
        record ForeignOrigin(OriginRefusal refusal) implements Verdict {
            int status() {
                return EngineError.FORBIDDEN.status();
            }

            byte[] body() {
                return EngineError.FORBIDDEN.body(refusal.message());
            }
        }
    }

    /** What a request is for the owner of its session. */
    sealed interface Own {
        record Session(ClientSession session) implements Own {}

        record Refused(EngineError error) implements Own {}
    }

    private final EngineOptions options;
    private final SessionRegistry registry;
    private final OriginPolicy origins;
    private final Predicate<String> trustedProxy;
    private final Admission admission;
    private final SessionRelay relay;
    private final EngineMetrics metrics;
    private final Clock clock;

    RequestCheck(
            EngineOptions options,
            SessionRegistry registry,
            OriginPolicy origins,
            Predicate<String> trustedProxy,
            Admission admission,
            SessionRelay relay,
            EngineMetrics metrics,
            Clock clock) {
        this.options = options;
        this.registry = registry;
        this.origins = origins;
        this.trustedProxy = trustedProxy;
        this.admission = admission;
        this.relay = relay;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param upgrading the request asks for a websocket */
    Verdict check(EngineRequest request, boolean upgrading) {
        Optional<Verdict.ForeignOrigin> foreign = refuseOrigin(request);
        if (foreign.isPresent()) {
            return foreign.get();
        }
        Optional<EngineSession.Transport> transport = transport(request);
        if (transport.isEmpty()) {
            return refused(EngineError.TRANSPORT_UNKNOWN);
        }
        boolean websocket = transport.get() == EngineSession.Transport.WEBSOCKET;
        Optional<String> id = request.parameter("sid");
        return id.isPresent()
                ? existing(request, id.get(), websocket, upgrading)
                : handshake(request, transport.get(), websocket, upgrading);
    }

    Optional<Verdict.ForeignOrigin> refuseOrigin(EngineRequest request) {
        Optional<OriginRefusal> foreign = origins.refuse(request.names(), request.peer(), request.secure());
        foreign.ifPresent(refusal -> metrics.refusedOrigin());
        return foreign.map(Verdict.ForeignOrigin::new);
    }

    private static Optional<EngineSession.Transport> transport(EngineRequest request) {
        return request.parameter("transport").flatMap(name -> switch (name) {
            case "polling" -> Optional.of(EngineSession.Transport.POLLING);
            case "websocket" -> Optional.of(EngineSession.Transport.WEBSOCKET);
            default -> Optional.empty();
        });
    }

    private Verdict existing(EngineRequest request, String id, boolean websocket, boolean upgrading) {
        RelayRequest asked = new RelayRequest(
                options.path(),
                id,
                RelayRequest.Method.of(request.method()),
                websocket,
                upgrading,
                isVersion4(request));
        Optional<ClientSession> session = find(asked);
        if (session.isEmpty() && registry.hasForm(id) && relay.isForeign(id)) {
            return new Verdict.Foreign(asked);
        }
        return switch (judge(asked, session)) {
            case Own.Session(ClientSession known) -> new Verdict.Existing(known);
            case Own.Refused(EngineError error) -> refused(error);
        };
    }

    /** A request that another replica carried here. */
    Own checkRelayed(RelayRequest request) {
        return judge(request, find(request));
    }

    private Optional<ClientSession> find(RelayRequest request) {
        Optional<ClientSession> session = registry.find(request.sessionId()).filter(ClientSession::isAlive);
        boolean poll = !request.websocket() && request.method() == RelayRequest.Method.GET;
        return session.isEmpty() && poll ? registry.findLastFetch(request.sessionId()) : session;
    }

    private Own judge(RelayRequest request, Optional<ClientSession> session) {
        if (session.isEmpty()) {
            metrics.unknownSession();
            return new Own.Refused(EngineError.SESSION_UNKNOWN);
        }
        boolean carried = session.get().transport() == EngineSession.Transport.WEBSOCKET;
        if (request.websocket() != request.upgrading() || !request.websocket() && carried || !request.version4()) {
            return new Own.Refused(EngineError.BAD_REQUEST);
        }
        return new Own.Session(session.get());
    }

    private Verdict handshake(
            EngineRequest request, EngineSession.Transport transport, boolean websocket, boolean upgrading) {
        if (!request.method().equals("GET")) {
            return refused(EngineError.BAD_HANDSHAKE_METHOD);
        }
        if (!options.allows(transport)) {
            return refused(EngineError.TRANSPORT_UNKNOWN);
        }
        if (websocket != upgrading) {
            return refused(EngineError.BAD_REQUEST);
        }
        Handshake handshake = request.handshake(trustedProxy, clock.instant());
        Optional<String> no = admission.refuse(handshake);
        if (no.isPresent()) {
            return new Verdict.Refused(EngineError.FORBIDDEN.status(), EngineError.FORBIDDEN.body(no.get()));
        }
        return isVersion4(request) ? new Verdict.Open(handshake) : refused(EngineError.UNSUPPORTED_VERSION);
    }

    static boolean asksForWebSocketSession(EngineRequest request) {
        return request.parameter("sid").isEmpty()
                && request.parameter("transport").filter("websocket"::equals).isPresent()
                && isVersion4(request);
    }

    private static boolean isVersion4(EngineRequest request) {
        return request.parameter("EIO").filter("4"::equals).isPresent();
    }

    private static Verdict refused(EngineError error) {
        return new Verdict.Refused(error.status(), error.body());
    }
}
