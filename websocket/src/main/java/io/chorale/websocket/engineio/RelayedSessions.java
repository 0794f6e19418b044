package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.SessionOwner;
import io.chorale.websocket.relay.SocketAttempt;

/** Answers requests for sessions of this replica that arrived at others. Safe for use by many threads. */
final class RelayedSessions implements SessionOwner {
    private final RequestCheck check;
    private final SessionRegistry registry;
    private final PollingAnswers answers;
    private final EngineOptions options;
    private final EngineMetrics metrics;

    RelayedSessions(
            RequestCheck check,
            SessionRegistry registry,
            PollingAnswers answers,
            EngineOptions options,
            EngineMetrics metrics) {
        this.check = check;
        this.registry = registry;
        this.answers = answers;
        this.options = options;
        this.metrics = metrics;
    }

    @Override
    public RelayAnswer answer(RelayRequest request, BodySource body) throws InterruptedException {
        return switch (check.checkRelayed(request)) {
            case RequestCheck.Own.Session(ClientSession session) -> answers.answer(session, request.method(), body);
            case RequestCheck.Own.Refused(EngineError error) -> PollingAnswers.error(error);
        };
    }

    @Override
    public void answerLost(String sessionId) {
        registry.find(sessionId).ifPresent(session -> session.end(CloseReason.TRANSPORT_ERROR));
    }

    @Override
    public SocketAttempt attach(RelayRequest request) {
        return switch (check.checkRelayed(request)) {
            case RequestCheck.Own.Session(ClientSession session) ->
                new SocketAttempt.Accepted(new RelayedProbe(session, options, metrics));
            case RequestCheck.Own.Refused(EngineError error) -> new SocketAttempt.Refused(PollingAnswers.error(error));
        };
    }
}
