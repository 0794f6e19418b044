package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.PostBody;
import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayRequest;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP long polling (Engine.IO protocol, "HTTP long-polling"): a GET waits for packets, a POST brings some. Each request
 * has its virtual thread, which parks while nothing is to be sent.
 */
final class PollingRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PollingRoutes.class);
    private static final HeaderName ACCESS_CONTROL_ALLOW_HEADERS = HeaderNames.create("Access-Control-Allow-Headers");
    private static final HeaderName ACCESS_CONTROL_REQUEST_HEADERS =
            HeaderNames.create("Access-Control-Request-Headers");
    private static final int GZIP_FROM = 1_024;
    /** Not with a weight of 0, which means never (RFC 9110 section 12.4.2). */
    private static final Pattern GZIP_ACCEPTED = Pattern.compile("\\s*gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*$).*)?");

    private final EngineOptions options;
    private final EngineServer server;
    private final PollingAnswers answers;
    private final EngineParts parts;
    private final OriginPolicy origins;

    PollingRoutes(
            EngineOptions options,
            EngineServer server,
            PollingAnswers answers,
            EngineParts parts,
            OriginPolicy origins) {
        this.options = options;
        this.server = server;
        this.answers = answers;
        this.parts = parts;
        this.origins = origins;
    }

    void register(HttpRouting.Builder routing) {
        routing.any(options.path() + "[/]", this::handle);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        EngineRequest engineRequest = describe(request);
        setCorsHeaders(engineRequest, response);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        if (engineRequest.method().equals("OPTIONS")) {
            preflight(engineRequest, response);
            return;
        }
        switch (server.check().check(engineRequest, false)) {
            case RequestCheck.Verdict.Refused(int status, byte[] body) -> json(response, status, body);
            case RequestCheck.Verdict.ForeignOrigin foreign -> json(response, foreign.status(), foreign.body());
            case RequestCheck.Verdict.Open(Handshake handshake) -> open(request, response, handshake);
            case RequestCheck.Verdict.Existing(ClientSession session) ->
                answer(request, response, session, RelayRequest.Method.of(engineRequest.method()));
            case RequestCheck.Verdict.Foreign(RelayRequest asked) -> relay(request, response, asked);
        }
    }

    private static EngineRequest describe(ServerRequest request) {
        return new EngineRequest(
                request.prologue().method().text(),
                request.path().path(),
                request.query(),
                request.headers(),
                Peers.address(request.remotePeer()),
                request.isSecure());
    }

    private void setCorsHeaders(EngineRequest request, ServerResponse response) {
        response.header(HeaderNames.VARY, "Origin");
        String origin = request.header("origin").orElse("");
        switch (origins.mayRead(request.names(), request.peer(), request.secure())) {
            case NOBODY -> {}
            case ANYBODY -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            case THIS_ORIGIN -> {
                response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
                response.header(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
            }
        }
    }

    private void preflight(EngineRequest request, ServerResponse response) {
        Optional<RequestCheck.Verdict.ForeignOrigin> foreign = server.check().refuseOrigin(request);
        if (foreign.isPresent()) {
            json(response, foreign.get().status(), foreign.get().body());
            return;
        }
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST");
        request.header(ACCESS_CONTROL_REQUEST_HEADERS.lowerCase())
                .ifPresent(names -> response.header(ACCESS_CONTROL_ALLOW_HEADERS, names));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void open(ServerRequest request, ServerResponse response, Handshake handshake) {
        if (!server.reserve(handshake)) {
            response.header(HeaderNames.RETRY_AFTER, "5");
            json(response, 503, EngineError.BAD_REQUEST.body("Too many sessions"));
            return;
        }
        ClientSession session = server.open(handshake, null);
        if (!options.cookie().isEmpty()) {
            response.header(
                    HeaderNames.SET_COOKIE, options.cookie() + "=" + session.id() + "; Path=/; HttpOnly; SameSite=Lax");
        }
        answer(request, response, session, RelayRequest.Method.GET);
    }

    private void answer(
            ServerRequest request, ServerResponse response, ClientSession session, RelayRequest.Method method) {
        try {
            RelayAnswer answer = answers.answer(session, method, () -> read(request));
            write(request, response, answer, method, () -> session.end(CloseReason.TRANSPORT_ERROR));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private void relay(ServerRequest request, ServerResponse response, RelayRequest asked) {
        try {
            Relaying.Carried carried = server.relaying().answer(asked, () -> read(request));
            write(request, response, carried.answer(), asked.method(), carried.lost());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static CloseConnectionException interrupted() {
        Thread.currentThread().interrupt();
        return new CloseConnectionException("interrupted while a request waited");
    }

    /** @param lost for a GET whose answer does not reach the client: what it carried is lost */
    private void write(
            ServerRequest request,
            ServerResponse response,
            RelayAnswer answer,
            RelayRequest.Method method,
            Runnable lost) {
        boolean refusesBody = method == RelayRequest.Method.POST && answer.status() != Status.OK_200.code();
        response.status(Status.create(answer.status()));
        if (!answer.contentType().isEmpty()) {
            response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        }
        if (answer.status() == Status.SERVICE_UNAVAILABLE_503.code()) {
            response.header(HeaderNames.RETRY_AFTER, String.valueOf(Relaying.RETRY_AFTER));
        }
        if (refusesBody) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        byte[] body = answer.body();
        if (body.length >= GZIP_FROM && acceptsGzip(request)) {
            body = gzip(body);
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        RequestDeadlines.Running clock = parts.requests().start(options.writeTimeout());
        try (clock) {
            response.send(body);
        } catch (UncheckedIOException | ServerConnectionException clientGone) {
            if (clock.isOver()) {
                parts.metrics().reached(EngineLimit.SLOW_WRITE);
            }
            // What was taken for this answer is lost; the client resumes from its last offset in a new session.
            if (method == RelayRequest.Method.GET) {
                lost.run();
            }
            throw clientGone;
        }
        if (refusesBody) {
            skipBody(request);
            throw new CloseConnectionException("refused: " + answer.status());
        }
    }

    private PostBody read(ServerRequest request) {
        boolean binary = request.headers()
                .contentType()
                .map(type -> type.text().startsWith("application/octet-stream"))
                .orElse(false);
        if (binary) {
            return new PostBody.Binary();
        }
        if (request.headers().contentLength().orElse(0) > options.maxPayload()) {
            return new PostBody.TooLarge();
        }
        if (!request.content().hasEntity()) {
            return new PostBody.Payload(new byte[0]);
        }
        RequestDeadlines.Running clock = parts.requests().start(options.bodyTimeout());
        try (clock;
                InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(options.maxPayload() + 1);
            return body.length > options.maxPayload() ? new PostBody.TooLarge() : new PostBody.Payload(body);
        } catch (IOException | RuntimeException clientGone) {
            if (clock.isOver()) {
                parts.metrics().reached(EngineLimit.SLOW_BODY);
            }
            throw new CloseConnectionException("a polling body ended early", clientGone);
        }
    }

    /**
     * Reads, for a moment, what is on its way of a body that is not wanted; the connection is closed then. A socket that is
     * closed with bytes unread is reset, and the reset may overtake the answer.
     */
    private void skipBody(ServerRequest request) {
        if (request.content().hasEntity() && !request.content().consumed()) {
            try (RequestDeadlines.Running clock = parts.requests().start(options.closeTimeout());
                    InputStream in = request.content().inputStream()) {
                in.skipNBytes(2L * options.maxPayload());
            } catch (IOException | RuntimeException ended) {
                LOG.trace("a refused body ended", ended);
            }
        }
    }

    private static boolean acceptsGzip(ServerRequest request) {
        return request.headers().contains(HeaderNames.ACCEPT_ENCODING)
                && request.headers().get(HeaderNames.ACCEPT_ENCODING).allValues().stream()
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .anyMatch(coding -> GZIP_ACCEPTED.matcher(coding).matches());
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void json(ServerResponse response, int status, byte[] body) {
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(new String(body, StandardCharsets.UTF_8));
    }
}
