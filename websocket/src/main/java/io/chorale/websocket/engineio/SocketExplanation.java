package io.chorale.websocket.engineio;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A websocket of a foreign origin that is told why it is refused. There is no session: its open packet carries an id that
 * nothing knows, and nothing that it sends goes anywhere. Used by the connection's reader alone.
 */
final class SocketExplanation implements SocketTransport.Handler {
    private static final int POLICY_VIOLATION = 1008;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EngineServer server;
    private final OriginRefusal refusal;
    private final OriginExplanation explanation;

    SocketExplanation(EngineServer server, OriginRefusal refusal, OriginExplanation explanation) {
        this.server = server;
        this.refusal = refusal;
        this.explanation = explanation;
    }

    @Override
    public void opened(SocketTransport connection) {
        connection.send(server.decoyOpenPacket().webSocketFrames());
        server.later(PATIENCE, () -> close(connection));
    }

    @Override
    public void text(SocketTransport connection, byte[] utf8) {
        if (utf8.length > 0 && utf8[0] == '4') {
            String first = new String(utf8, 1, utf8.length - 1, StandardCharsets.UTF_8);
            connection.send(explanation.answer(refusal, first).webSocketFrames());
        }
        close(connection);
    }

    @Override
    public void binary(SocketTransport connection, byte[] data) {
        close(connection);
    }

    private static void close(SocketTransport connection) {
        connection.close(POLICY_VIOLATION, "origin refused", CloseReason.FORCED_SERVER_CLOSE);
    }

    @Override
    public void ended(SocketTransport connection, CloseReason reason) {
        server.endExplanation();
    }
}
