package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.OwnerGoneException;
import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.RelayUnavailableException;
import io.chorale.websocket.relay.RelayedExchange;
import io.chorale.websocket.relay.SessionOwner.BodySource;
import io.chorale.websocket.relay.SessionRelay;
import io.chorale.websocket.relay.SocketAttempt;

/**
 * Answers requests for sessions of other replicas with what their owners say. An owner that is gone makes the session
 * unknown; one that cannot be reached now makes the request one to repeat (503). Safe for use by many threads.
 */
final class Relaying {
    /** Seconds. A link between replicas is back sooner when Redis is. */
    static final int RETRY_AFTER = 1;

    private final SessionRelay relay;
    private final EngineMetrics metrics;

    Relaying(SessionRelay relay, EngineMetrics metrics) {
        this.relay = relay;
        this.metrics = metrics;
    }

    /**
     * An answer, and what to do when it does not reach the client.
     *
     * @param lost tells the owner that what the answer carried is lost
     */
    record Carried(RelayAnswer answer, Runnable lost) {}

    /** Parks the calling thread as long as the owner takes. */
    Carried answer(RelayRequest request, BodySource body) throws InterruptedException {
        metrics.relay(kind(request));
        try {
            RelayedExchange exchange = relay.open(request);
            return new Carried(answer(exchange, request, body), exchange::lost);
        } catch (OwnerGoneException e) {
            return failed(PollingAnswers.error(EngineError.SESSION_UNKNOWN));
        } catch (RelayUnavailableException e) {
            return failed(unavailable());
        }
    }

    private static RelayAnswer answer(RelayedExchange exchange, RelayRequest request, BodySource body)
            throws InterruptedException {
        try {
            if (request.method() == RelayRequest.Method.POST) {
                exchange.body(body.await());
            }
            return exchange.answer();
        } catch (OwnerGoneException | RelayUnavailableException e) {
            throw e;
        } catch (RuntimeException | InterruptedException clientGone) {
            exchange.abandon();
            throw clientGone;
        }
    }

    SocketAttempt connect(RelayRequest request) {
        metrics.relay(kind(request));
        try {
            return relay.connect(request);
        } catch (OwnerGoneException e) {
            return new SocketAttempt.Refused(
                    failed(PollingAnswers.error(EngineError.SESSION_UNKNOWN)).answer());
        } catch (RelayUnavailableException e) {
            return new SocketAttempt.Refused(failed(unavailable()).answer());
        }
    }

    private Carried failed(RelayAnswer answer) {
        metrics.relayFailure();
        return new Carried(answer, () -> {});
    }

    private static RelayAnswer unavailable() {
        return PollingAnswers.json(503, EngineError.BAD_REQUEST.body("The session cannot be reached now, try again"));
    }

    private static EngineMetrics.RelayKind kind(RelayRequest request) {
        if (request.upgrading()) {
            return EngineMetrics.RelayKind.WEBSOCKET;
        }
        return switch (request.method()) {
            case GET -> EngineMetrics.RelayKind.POLL;
            case POST -> EngineMetrics.RelayKind.POST;
            case OTHER -> EngineMetrics.RelayKind.OTHER;
        };
    }
}
