package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.RelayAnswer;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.RelayedSocket;
import io.chorale.websocket.relay.SocketAttempt;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes over connections that ask for a websocket on the path of an {@link EngineServer} (RFC 6455 section 4.2). Other
 * paths go on to HTTP routing, which answers them as it would any GET. Safe for use by many threads.
 */
public final class EngineUpgrader implements Http1Upgrader {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private final String name;
    private final Map<String, EngineServer> servers;

    private EngineUpgrader(String name, Map<String, EngineServer> servers) {
        this.name = name;
        this.servers = servers;
    }

    /** One for {@code Upgrade: websocket} and one for {@code WebSocket}: Helidon compares letter by letter. */
    static Map<String, EngineUpgrader> bothSpellings() {
        Map<String, EngineServer> servers = new ConcurrentHashMap<>();
        return Map.of(
                "websocket", new EngineUpgrader("websocket", servers),
                "WebSocket", new EngineUpgrader("WebSocket", servers));
    }

    void add(EngineServer server) {
        servers.put(server.options().path(), server);
    }

    @Override
    public String supportedProtocol() {
        return name;
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        String path = prologue.uriPath().path();
        EngineServer server = servers.get(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        if (server == null) {
            return null;
        }
        EngineRequest request = new EngineRequest(
                prologue.method().text(),
                path,
                prologue.query(),
                headers,
                Peers.address(context.remotePeer()),
                context.isSecure());
        String key = request.header("sec-websocket-key").orElse("");
        if (!request.header("sec-websocket-version").filter("13"::equals).isPresent()) {
            throw refuse(context, 426, "Sec-WebSocket-Version: 13\r\n", EngineError.BAD_REQUEST.body());
        }
        if (!isKey(key) || !request.method().equals("GET") || hasBody(request)) {
            throw refuse(context, 400, "", EngineError.BAD_REQUEST.body());
        }
        return switch (server.check().check(request, true)) {
            case RequestCheck.Verdict.Refused(int status, byte[] body) -> throw refuse(context, status, "", body);
            case RequestCheck.Verdict.ForeignOrigin foreign -> {
                Optional<SocketExplanation> explanation = server.beginExplanation(request, foreign.refusal());
                if (explanation.isEmpty()) {
                    throw refuse(context, foreign.status(), "", foreign.body());
                }
                accept(context, key, server::endExplanation);
                yield server.connection(context, explanation.get());
            }
            case RequestCheck.Verdict.Open(Handshake handshake) -> {
                if (!server.reserve(handshake)) {
                    throw refuse(context, 503, "Retry-After: 5\r\n", EngineError.BAD_REQUEST.body("Too many sessions"));
                }
                accept(context, key, () -> server.giveUp(handshake));
                yield server.connection(context, new SocketSession(server, handshake));
            }
            case RequestCheck.Verdict.Existing(ClientSession session) -> {
                accept(context, key, () -> {});
                yield server.connection(context, new SocketProbe(session));
            }
            case RequestCheck.Verdict.Foreign(RelayRequest asked) -> {
                RelayedSocket owner = connect(context, server, asked);
                accept(context, key, () -> owner.ended(RelayedSocket.Ending.FAILED));
                yield server.connection(context, new ForeignSocket(server.foreignSockets(), owner));
            }
        };
    }

    private static RelayedSocket connect(ConnectionContext context, EngineServer server, RelayRequest asked) {
        return switch (server.relaying().connect(asked)) {
            case SocketAttempt.Accepted(RelayedSocket owner) -> owner;
            case SocketAttempt.Refused(RelayAnswer answer) -> {
                String header = answer.status() == 503 ? "Retry-After: " + Relaying.RETRY_AFTER + "\r\n" : "";
                throw refuse(context, answer.status(), header, answer.body());
            }
        };
    }

    /** What looks like a body to a proxy must not become frames here. */
    private static boolean hasBody(EngineRequest request) {
        return request.header("transfer-encoding").isPresent()
                || request.header("content-length")
                        .filter(length -> !length.equals("0"))
                        .isPresent();
    }

    private static void accept(ConnectionContext context, String key, Runnable whenGone) {
        try {
            write(
                    context,
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + acceptKey(key) + "\r\n\r\n");
        } catch (RuntimeException clientGone) {
            whenGone.run();
            throw clientGone;
        }
    }

    private static CloseConnectionException refuse(ConnectionContext context, int status, String header, byte[] body) {
        String phrase = switch (status) {
            case 403 -> "Forbidden";
            case 426 -> "Upgrade Required";
            case 503 -> "Service Unavailable";
            default -> "Bad Request";
        };
        write(
                context,
                "HTTP/1.1 " + status + " " + phrase + "\r\n" + header
                        + "Content-Type: application/json\r\nContent-Length: " + body.length
                        + "\r\nConnection: close\r\n\r\n" + new String(body, StandardCharsets.UTF_8));
        return new CloseConnectionException("websocket refused: " + status);
    }

    private static void write(ConnectionContext context, String text) {
        context.dataWriter().writeNow(BufferData.create(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Section 4.2.2. */
    static String acceptKey(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
