package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.polling;

import io.chorale.websocket.testing.RawConnection;
import io.chorale.websocket.testing.RawHttp;
import io.chorale.websocket.testing.RawWebSocket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** Every way to break a connection that {@link BreakingTest} knows. Safe for use by many threads. */
final class BrokenConnections implements AutoCloseable {
    /** Opens a session, breaks it, and returns its id. */
    @FunctionalInterface
    interface Break {
        String run();
    }

    record Way(String name, CloseReason reason, Break action) {}

    private final EngineFixture server;
    private final int tooMuch;
    /** Left as they are until the end: nobody reads them, nobody hangs up. */
    private final Queue<RawConnection> abandoned = new ConcurrentLinkedQueue<>();

    BrokenConnections(EngineFixture server) {
        this.server = server;
        this.tooMuch = server.engine.options().maxPayload() + 1;
    }

    List<Way> ways() {
        return List.of(
                new Way("close packet by POST", CloseReason.TRANSPORT_CLOSE, () -> post("1")),
                new Way("malformed POST", CloseReason.PARSE_ERROR, () -> post("abc")),
                new Way("oversized POST", CloseReason.TRANSPORT_ERROR, () -> post("4" + "x".repeat(tooMuch))),
                new Way("binary POST", CloseReason.TRANSPORT_ERROR, this::postBinary),
                new Way("reset in a POST", CloseReason.TRANSPORT_ERROR, () -> halfPost(true)),
                new Way("FIN in a POST", CloseReason.TRANSPORT_ERROR, () -> halfPost(false)),
                new Way("overlapping GETs", CloseReason.TRANSPORT_ERROR, this::overlap),
                new Way("reset in a GET", CloseReason.TRANSPORT_ERROR, this::resetPoll),
                new Way("abandoned GET", CloseReason.PING_TIMEOUT, this::abandonPoll),
                new Way("never polled", CloseReason.PING_TIMEOUT, server::open),
                new Way("closed by us, never fetched", CloseReason.FORCED_CLOSE, this::closeByServer),
                new Way(
                        "reset",
                        CloseReason.TRANSPORT_ERROR,
                        () -> socket(socket -> socket.connection().reset())),
                new Way("FIN", CloseReason.TRANSPORT_CLOSE, () -> socket(socket -> {})),
                new Way("close frame", CloseReason.TRANSPORT_CLOSE, () -> end(socket -> socket.close(1001, "bye"))),
                new Way("close packet", CloseReason.TRANSPORT_CLOSE, () -> end(socket -> socket.text("1"))),
                new Way("reserved bits", CloseReason.PARSE_ERROR, () -> end(socket -> socket.frame(0xf1, new byte[1]))),
                new Way("not UTF-8", CloseReason.PARSE_ERROR, () -> end(socket -> socket.frame(0x81, new byte[] {-1}))),
                new Way(
                        "oversized frame",
                        CloseReason.PARSE_ERROR,
                        () -> end(socket -> socket.binary(new byte[tooMuch]))),
                new Way("malformed packet", CloseReason.PARSE_ERROR, () -> end(socket -> socket.text("abc"))),
                new Way("reset in a frame", CloseReason.TRANSPORT_ERROR, this::halfFrame),
                new Way("never a pong", CloseReason.PING_TIMEOUT, () -> abandon(server.webSocket())),
                new Way(
                        "reset in a probe",
                        CloseReason.PING_TIMEOUT,
                        () -> probe(socket -> socket.connection().reset())),
                new Way("wrong probe", CloseReason.PING_TIMEOUT, () -> probe(socket -> socket.text("4no"))),
                new Way("reset with the upgrade", CloseReason.TRANSPORT_ERROR, this::resetUpgraded));
    }

    /** Requests that never become a session. */
    void breakRequest(int number) {
        RawConnection connection = RawConnection.to(server.port());
        switch (number % 4) {
            case 0 -> connection.close();
            case 1 -> connection.send("GET /engine.io/?EIO=4&tra").reset();
            case 2 ->
                connection
                        .send("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nX-Half: ")
                        .reset();
            default -> {
                connection.send("\u0016\u0003\u0001 this is no HTTP\r\n\r\n");
                connection.close();
            }
        }
    }

    private String post(String payload) {
        String sid = server.open();
        server.post(sid, payload);
        return sid;
    }

    private String postBinary() {
        String sid = server.open();
        server.post(sid, "4x", "Content-Type: application/octet-stream");
        return sid;
    }

    private String halfPost(boolean reset) {
        String sid = server.open();
        RawConnection connection = RawConnection.to(server.port());
        connection.send("POST " + polling(sid) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n4half");
        EngineFixture.eventually().until(() -> session(sid).isPosting());
        if (reset) {
            connection.reset();
        } else {
            connection.close();
        }
        return sid;
    }

    private ClientSession session(String sid) {
        return (ClientSession) server.application.of(sid).session;
    }

    private String overlap() {
        String sid = server.open();
        try (RawHttp first = server.beginPoll(sid);
                RawHttp second = server.beginPoll(sid)) {
            first.answer();
            second.answer();
        }
        return sid;
    }

    private String resetPoll() {
        String sid = server.open();
        RawHttp get = server.beginPoll(sid);
        EngineFixture.eventually().until(() -> session(sid).hasWaitingPoll());
        get.connection().reset();
        return sid;
    }

    private String abandonPoll() {
        String sid = server.open();
        abandoned.add(server.beginPoll(sid).connection());
        return sid;
    }

    private String closeByServer() {
        String sid = server.open();
        session(sid).close(CloseReason.FORCED_CLOSE);
        return sid;
    }

    private String socket(Consumer<RawWebSocket> action) {
        try (RawWebSocket socket = server.webSocket()) {
            String sid = EngineFixture.sid(socket.readText());
            action.accept(socket);
            return sid;
        }
    }

    /** The server hangs up by itself. */
    private String end(Consumer<RawWebSocket> action) {
        return socket(socket -> {
            action.accept(socket);
            socket.readClose();
        });
    }

    private String halfFrame() {
        return socket(socket -> socket.connection()
                .send(new byte[] {(byte) 0x81, (byte) 0xfe, 0x01, 0x00, 1, 2, 3, 4, 5})
                .reset());
    }

    private String abandon(RawWebSocket socket) {
        abandoned.add(socket.connection());
        return EngineFixture.sid(socket.readText());
    }

    private String probe(Consumer<RawWebSocket> action) {
        String sid = server.open();
        try (RawWebSocket socket = server.upgrade(sid).text("2probe")) {
            socket.readText();
            action.accept(socket);
        }
        return sid;
    }

    private String resetUpgraded() {
        String sid = server.open();
        RawWebSocket socket = server.upgrade(sid).text("2probe");
        socket.readText();
        socket.text("5").text("4x");
        socket.readText();
        socket.connection().reset();
        return sid;
    }

    @Override
    public void close() {
        abandoned.forEach(RawConnection::close);
    }
}
