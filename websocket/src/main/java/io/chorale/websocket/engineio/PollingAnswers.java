package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.PostBody;
import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.SessionOwner.BodySource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a session answers to its polling requests, wherever they arrived: its owner alone judges overlaps and sizes. Safe
 * for use by many threads.
 */
final class PollingAnswers {
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final RelayAnswer OK = new RelayAnswer(200, "text/html", "ok".getBytes(StandardCharsets.US_ASCII));

    private final Duration longestPoll;
    private final EngineMetrics metrics;

    PollingAnswers(Duration longestPoll, EngineMetrics metrics) {
        this.longestPoll = longestPoll;
        this.metrics = metrics;
    }

    /** A GET parks the calling thread until there is something to say; an interrupt frees its place. */
    RelayAnswer answer(ClientSession session, RelayRequest.Method method, BodySource body) throws InterruptedException {
        return switch (method) {
            case GET -> poll(session);
            case POST -> post(session, body);
            case OTHER -> empty(500);
        };
    }

    private RelayAnswer poll(ClientSession session) throws InterruptedException {
        return switch (session.poll(longestPoll.toMillis())) {
            case PollingOutbox.Poll.Answer(byte[] payload) -> new RelayAnswer(200, TEXT, payload);
            case PollingOutbox.Poll.Overlap() -> {
                session.end(CloseReason.TRANSPORT_ERROR);
                yield empty(400);
            }
            case PollingOutbox.Poll.Gone() -> error(EngineError.BAD_REQUEST);
        };
    }

    private RelayAnswer post(ClientSession session, BodySource body) throws InterruptedException {
        if (!session.beginPost()) {
            return empty(400);
        }
        try {
            return switch (awaited(session, body)) {
                case PostBody.Payload(byte[] bytes) -> session.takePayload(bytes) ? OK : empty(400);
                case PostBody.TooLarge() -> {
                    metrics.reached(EngineLimit.PAYLOAD);
                    session.end(CloseReason.TRANSPORT_ERROR);
                    yield empty(413);
                }
                case PostBody.Binary() -> {
                    session.end(CloseReason.TRANSPORT_ERROR);
                    yield empty(400);
                }
            };
        } finally {
            // Before the answer: the client may send its next POST on another connection as soon as it has it.
            session.endPost();
        }
    }

    private static PostBody awaited(ClientSession session, BodySource body) throws InterruptedException {
        try {
            return body.await();
        } catch (RuntimeException | InterruptedException clientGone) {
            session.end(CloseReason.TRANSPORT_ERROR); // what the client sent may be lost
            throw clientGone;
        }
    }

    static RelayAnswer error(EngineError error) {
        return json(error.status(), error.body());
    }

    static RelayAnswer json(int status, byte[] body) {
        return new RelayAnswer(status, "application/json", body);
    }

    private static RelayAnswer empty(int status) {
        return new RelayAnswer(status, "", new byte[0]);
    }
}
