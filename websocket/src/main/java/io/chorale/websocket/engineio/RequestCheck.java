package io.chorale.websocket.engineio;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides what a request is, in the order of the reference implementation (error codes 0 to 5). */
final class RequestCheck {
    sealed interface Verdict {
        record Open(Handshake handshake) implements Verdict {}

        record Existing(ClientSession session) implements Verdict {}

        record Refused(int status, byte[] body) implements Verdict {}
    }

    private final EngineOptions options;
    private final SessionRegistry registry;
    private final OriginPolicy origins;
    private final Predicate<String> trustedProxy;
    private final Admission admission;
    private final EngineMetrics metrics;
    private final Clock clock;

    RequestCheck(
            EngineOptions options,
            SessionRegistry registry,
            OriginPolicy origins,
            Predicate<String> trustedProxy,
            Admission admission,
            EngineMetrics metrics,
            Clock clock) {
        this.options = options;
        this.registry = registry;
        this.origins = origins;
        this.trustedProxy = trustedProxy;
        this.admission = admission;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param upgrading the request asks for a websocket */
    Verdict check(EngineRequest request, boolean upgrading) {
        Optional<Verdict.Refused> foreign = refuseOrigin(request);
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

    Optional<Verdict.Refused> refuseOrigin(EngineRequest request) {
        Optional<OriginRefusal> foreign = origins.refuse(request.names(), request.peer(), request.secure());
        foreign.ifPresent(refusal -> metrics.refusedOrigin());
        return foreign.map(refusal ->
                new Verdict.Refused(EngineError.FORBIDDEN.status(), EngineError.FORBIDDEN.body(refusal.message())));
    }

    private static Optional<EngineSession.Transport> transport(EngineRequest request) {
        return request.parameter("transport").flatMap(name -> switch (name) {
            case "polling" -> Optional.of(EngineSession.Transport.POLLING);
            case "websocket" -> Optional.of(EngineSession.Transport.WEBSOCKET);
            default -> Optional.empty();
        });
    }

    private Verdict existing(EngineRequest request, String id, boolean websocket, boolean upgrading) {
        Optional<ClientSession> session = registry.find(id).filter(ClientSession::isAlive);
        if (session.isEmpty() && !websocket && request.method().equals("GET")) {
            session = registry.findLastFetch(id);
        }
        if (session.isEmpty()) {
            metrics.unknownSession();
            return refused(EngineError.SESSION_UNKNOWN);
        }
        boolean carried = session.get().transport() == EngineSession.Transport.WEBSOCKET;
        if (websocket != upgrading || !websocket && carried || !isVersion4(request)) {
            return refused(EngineError.BAD_REQUEST);
        }
        return new Verdict.Existing(session.get());
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

    private static boolean isVersion4(EngineRequest request) {
        return request.parameter("EIO").filter("4"::equals).isPresent();
    }

    private static Verdict refused(EngineError error) {
        return new Verdict.Refused(error.status(), error.body());
    }
}
