package io.chorale.app.http;

import io.chorale.app.database.DatabaseBusyException;
import io.chorale.app.settings.InvalidSettingException;
import io.chorale.session.SessionCookie;
import io.chorale.session.SessionStoreUnavailableException;
import io.chorale.websocket.cluster.ClusterUnavailableException;
import io.chorale.websocket.cluster.OutboxFullException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns whatever a route throws into {@code {"detail": …}}. No text of an unexpected exception reaches a client: Helidon 4.2
 * would send it. Safe for many threads.
 */
public final class ErrorResponses {
    private static final String RETRY_SECONDS = "1";

    private final Json json;
    private final FailureLog failures = new FailureLog();

    public ErrorResponses(Json json) {
        this.json = json;
    }

    public void register(HttpRouting.Builder routing) {
        routing.error(Throwable.class, this::handle);
    }

    /** For requests that never reach routing because they cannot be parsed. */
    public static DirectHandlers unparsable() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        DirectHandler plain = (request, type, status, headers, message) -> {
            ServerResponseHeaders answer = ServerResponseHeaders.create(headers);
            StandardHeaders.SECURITY.forEach(answer::set);
            answer.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/json"));
            String body = "{\"detail\":\"" + status.reasonPhrase() + "\"}";
            return DirectHandler.TransportResponse.builder()
                    .status(status)
                    .headers(answer)
                    .keepAlive(false)
                    .entity(body.getBytes(StandardCharsets.UTF_8))
                    .build();
        };
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, plain);
        }
        return handlers.build();
    }

    private void handle(ServerRequest request, ServerResponse response, Throwable failure) {
        request.context().get(ResponseHeaders.class).ifPresent(ResponseHeaders::putBack);
        SessionCookie.restore(request, response);
        switch (failure) {
            case ApiException answer -> {
                if (answer.retrySeconds() > 0) {
                    response.header(HeaderNames.RETRY_AFTER, Integer.toString(answer.retrySeconds()));
                }
                json.sendDetail(response, answer.status(), answer.detail());
            }
            case InvalidSettingException wrong ->
                json.sendDetail(
                        response,
                        Status.UNPROCESSABLE_CONTENT_422,
                        List.of(FieldProblem.inBody(wrong.name(), String.valueOf(wrong.getMessage()))));
            case DatabaseBusyException _ -> later(response, "The database is busy or away right now");
            case SessionStoreUnavailableException _ -> later(response, "Sessions cannot be read right now");
            case ClusterUnavailableException _ -> later(response, "The other replicas cannot be reached right now");
            case OutboxFullException _ -> later(response, "Too many events are waiting to be sent");
            case HttpException answer ->
                json.sendDetail(response, answer.status(), answer.status().reasonPhrase());
            case ServerConnectionException gone -> throw gone;
            case Throwable t
            when t.getCause() instanceof SocketException -> throw new CloseConnectionException("the client is gone", t);
            default -> {
                failures.log(
                        request.prologue().method().text() + " "
                                + request.prologue().uriPath().path(),
                        RequestId.in(request),
                        failure);
                json.sendDetail(response, Status.INTERNAL_SERVER_ERROR_500, "Internal Server Error");
            }
        }
    }

    private void later(ServerResponse response, String detail) {
        response.header(HeaderNames.RETRY_AFTER, RETRY_SECONDS);
        json.sendDetail(response, Status.SERVICE_UNAVAILABLE_503, detail);
    }
}
