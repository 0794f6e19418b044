package io.chorale.websocket.engineio;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * HTTP long polling (Engine.IO protocol, "HTTP long-polling"): a GET waits for packets, a POST brings some. Each request
 * has its virtual thread, which parks while nothing is to be sent.
 */
final class PollingRoutes {
    private static final HeaderName ACCESS_CONTROL_ALLOW_HEADERS = HeaderNames.create("Access-Control-Allow-Headers");
    private static final HeaderName ACCESS_CONTROL_REQUEST_HEADERS =
            HeaderNames.create("Access-Control-Request-Headers");
    private static final String TEXT = "text/plain; charset=UTF-8";
    private static final int GZIP_FROM = 1_024;

    private final EngineOptions options;
    private final EngineServer server;
    private final OriginPolicy origins;

    PollingRoutes(EngineOptions options, EngineServer server, OriginPolicy origins) {
        this.options = options;
        this.server = server;
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
            response.status(Status.NO_CONTENT_204).send();
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
        if (!origins.mayRead(request.names(), request.peer(), request.secure())) {
            return;
        }
        response.header(
                HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN,
                request.header("origin").orElse(""));
        response.header(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        if (request.method().equals("OPTIONS")) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST");
            request.header(ACCESS_CONTROL_REQUEST_HEADERS.lowerCase())
                    .ifPresent(names -> response.header(ACCESS_CONTROL_ALLOW_HEADERS, names));
        }
    }

    private void open(ServerRequest request, ServerResponse response, Handshake handshake) {
        Optional<ClientSession> session = server.open(handshake, null);
        if (session.isEmpty()) {
            response.header(HeaderNames.RETRY_AFTER, "5");
            json(response, 503, EngineError.BAD_REQUEST.body("Too many sessions"));
            return;
        }
        if (!options.cookie().isEmpty()) {
            response.header(
                    HeaderNames.SET_COOKIE,
                    options.cookie() + "=" + session.get().id() + "; Path=/; HttpOnly; SameSite=Lax");
        }
        poll(request, response, session.get());
    }

    private void poll(ServerRequest request, ServerResponse response, ClientSession session) {
        try {
            switch (session.polling().poll(server.longestPoll().toMillis())) {
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

    private static void answer(ServerRequest request, ServerResponse response, ClientSession session, byte[] payload) {
        response.header(HeaderNames.CONTENT_TYPE, TEXT);
        byte[] body = payload;
        if (payload.length >= GZIP_FROM && acceptsGzip(request)) {
            body = gzip(payload);
            response.header(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        try {
            response.send(body);
        } catch (UncheckedIOException | io.helidon.webserver.ServerConnectionException clientGone) {
            // What was taken for this answer is lost; the client resumes from its last offset in a new session.
            session.end(CloseReason.TRANSPORT_ERROR);
            throw clientGone;
        }
    }

    private void post(ServerRequest request, ServerResponse response, ClientSession session) {
        if (!session.beginPost()) {
            response.status(Status.BAD_REQUEST_400).send();
            return;
        }
        try {
            boolean binary = request.headers()
                    .contentType()
                    .map(type -> type.text().startsWith("application/octet-stream"))
                    .orElse(false);
            byte[] body = binary ? null : read(request);
            if (binary) {
                session.end(CloseReason.TRANSPORT_ERROR);
                response.status(Status.BAD_REQUEST_400).send();
            } else if (body == null) {
                session.end(CloseReason.TRANSPORT_ERROR);
                response.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send();
            } else if (session.takePayload(body)) {
                response.header(HeaderNames.CONTENT_TYPE, "text/html");
                response.send("ok");
            } else {
                response.status(Status.BAD_REQUEST_400).send();
            }
        } finally {
            session.endPost();
        }
    }

    /** @return null when the body is longer than a payload may be */
    private byte @Nullable [] read(ServerRequest request) {
        if (request.headers().contentLength().orElse(0) > options.maxPayload()) {
            return null;
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(options.maxPayload() + 1);
            return body.length > options.maxPayload() ? null : body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean acceptsGzip(ServerRequest request) {
        return request.headers().contains(HeaderNames.ACCEPT_ENCODING)
                && request.headers().get(HeaderNames.ACCEPT_ENCODING).allValues().stream()
                        .anyMatch(value -> value.contains("gzip"));
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
