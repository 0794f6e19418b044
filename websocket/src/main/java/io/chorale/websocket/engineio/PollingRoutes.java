package io.chorale.websocket.engineio;

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
import org.jspecify.annotations.Nullable;
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
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final int GZIP_FROM = 1_024;
    /** Not with a weight of 0, which means never (RFC 9110 section 12.4.2). */
    private static final Pattern GZIP_ACCEPTED = Pattern.compile("\\s*gzip\\s*(;\\s*q=(?!0(\\.0*)?\\s*$).*)?");

    private final EngineOptions options;
    private final EngineServer server;
    private final EngineParts parts;
    private final OriginPolicy origins;

    PollingRoutes(EngineOptions options, EngineServer server, EngineParts parts, OriginPolicy origins) {
        this.options = options;
        this.server = server;
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
            case RequestCheck.Verdict.Open(Handshake handshake) -> open(request, response, handshake);
            case RequestCheck.Verdict.Existing(ClientSession session) -> {
                switch (engineRequest.method()) {
                    case "GET" -> poll(request, response, session);
                    case "POST" -> post(request, response, session);
                    default -> response.status(Status.INTERNAL_SERVER_ERROR_500).send();
                }
            }
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
        Optional<RequestCheck.Verdict.Refused> foreign = server.check().refuseOrigin(request);
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
        poll(request, response, session);
    }

    private void poll(ServerRequest request, ServerResponse response, ClientSession session) {
        try {
            switch (session.poll(server.longestPoll().toMillis())) {
                case PollingOutbox.Poll.Answer(byte[] payload) -> answer(request, response, session, payload);
                case PollingOutbox.Poll.Overlap() -> {
                    session.end(CloseReason.TRANSPORT_ERROR);
                    response.status(Status.BAD_REQUEST_400).send();
                }
                case PollingOutbox.Poll.Gone() -> json(response, 400, EngineError.BAD_REQUEST.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("interrupted while a poll waited");
        }
    }

    private void answer(ServerRequest request, ServerResponse response, ClientSession session, byte[] payload) {
        response.header(HeaderNames.CONTENT_TYPE, TEXT);
        byte[] body = payload;
        if (payload.length >= GZIP_FROM && acceptsGzip(request)) {
            body = gzip(payload);
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
            session.end(CloseReason.TRANSPORT_ERROR);
            throw clientGone;
        }
    }

    private void post(ServerRequest request, ServerResponse response, ClientSession session) {
        if (!session.beginPost()) {
            refuseBody(request, response, Status.BAD_REQUEST_400);
            return;
        }
        Status status;
        try {
            status = take(request, session);
        } finally {
            // Before the answer: the client may send its next POST on another connection as soon as it has it.
            session.endPost();
        }
        if (status.equals(Status.OK_200)) {
            response.header(HeaderNames.CONTENT_TYPE, "text/html");
            response.send("ok");
        } else {
            refuseBody(request, response, status);
        }
    }

    private Status take(ServerRequest request, ClientSession session) {
        boolean binary = request.headers()
                .contentType()
                .map(type -> type.text().startsWith("application/octet-stream"))
                .orElse(false);
        if (binary) {
            session.end(CloseReason.TRANSPORT_ERROR);
            return Status.BAD_REQUEST_400;
        }
        byte[] body = read(request, session);
        if (body == null) {
            parts.metrics().reached(EngineLimit.PAYLOAD);
            session.end(CloseReason.TRANSPORT_ERROR);
            return Status.REQUEST_ENTITY_TOO_LARGE_413;
        }
        return session.takePayload(body) ? Status.OK_200 : Status.BAD_REQUEST_400;
    }

    /** @return null when the body is longer than a payload may be */
    private byte @Nullable [] read(ServerRequest request, ClientSession session) {
        if (request.headers().contentLength().orElse(0) > options.maxPayload()) {
            return null;
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        RequestDeadlines.Running clock = parts.requests().start(options.bodyTimeout());
        try (clock;
                InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(options.maxPayload() + 1);
            return body.length > options.maxPayload() ? null : body;
        } catch (IOException | RuntimeException clientGone) {
            if (clock.isOver()) {
                parts.metrics().reached(EngineLimit.SLOW_BODY);
            }
            session.end(CloseReason.TRANSPORT_ERROR); // half a payload: what the client sent may be lost
            throw new CloseConnectionException("a polling body ended early", clientGone);
        }
    }

    /**
     * Answers a request whose body is not read to its end, and closes the connection. What is on its way is read for a
     * moment: a socket that is closed with bytes unread is reset, and the reset may overtake the answer.
     */
    private void refuseBody(ServerRequest request, ServerResponse response, Status status) {
        response.header(HeaderValues.CONNECTION_CLOSE);
        response.status(status).send();
        if (request.content().hasEntity() && !request.content().consumed()) {
            try (RequestDeadlines.Running clock = parts.requests().start(options.closeTimeout());
                    InputStream in = request.content().inputStream()) {
                in.skipNBytes(2L * options.maxPayload());
            } catch (IOException | RuntimeException ended) {
                LOG.trace("a refused body ended", ended);
            }
        }
        throw new CloseConnectionException("refused: " + status);
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
