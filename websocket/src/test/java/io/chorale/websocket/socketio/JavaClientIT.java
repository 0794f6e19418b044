package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java client. */
class JavaClientIT {
    private final SocketIoFixture fixture = SocketIoFixture.start(FixtureOptions.defaults());
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() {
        sockets.forEach(Socket::disconnect);
        fixture.close();
    }

    private static String[] transports(String mode) {
        return mode.equals("upgrade") ? new String[] {"polling", "websocket"} : new String[] {mode};
    }

    private Socket socket(String mode, String namespace) {
        IO.Options options = IO.Options.builder()
                .setTransports(transports(mode))
                .setForceNew(true)
                .setReconnection(false)
                .setAuth(Map.of("token", "secret"))
                .build();
        Socket socket = IO.socket(URI.create("http://localhost:" + fixture.port() + namespace), options);
        sockets.add(socket);
        return socket;
    }

    private Socket connected(String mode, String namespace) throws InterruptedException {
        Socket socket = socket(mode, namespace);
        BlockingQueue<Object[]> auth = events(socket, "auth");
        socket.connect();
        assertThat(next(auth)[0]).hasToString("{\"token\":\"secret\"}");
        return socket;
    }

    private static BlockingQueue<Object[]> events(Socket socket, String name) {
        BlockingQueue<Object[]> queue = new LinkedBlockingQueue<>();
        socket.on(name, queue::add);
        return queue;
    }

    private static Object[] next(BlockingQueue<Object[]> queue) throws InterruptedException {
        Object[] event = queue.poll(10, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event within ten seconds");
        }
        return event;
    }

    private static Object[] ask(Socket socket, String event, Object... arguments) throws InterruptedException {
        BlockingQueue<Object[]> answers = new LinkedBlockingQueue<>();
        socket.emit(event, arguments, (Ack) answers::add);
        return next(answers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void sendsAndReceives(String mode) throws Exception {
        Socket a = connected(mode, "/auth");
        BlockingQueue<Object[]> back = events(a, "message-back");
        a.emit("message", "häß€", 1, new JSONObject().put("x", true), new byte[] {1, 2});
        Object[] event = next(back);
        assertThat(event[0]).isEqualTo("häß€");
        assertThat(event[1]).isEqualTo(1);
        assertThat(event[2]).hasToString("{\"x\":true}");
        assertThat((byte[]) event[3]).containsExactly(1, 2);
        assertThat(ask(a, "message-with-ack", "one", 2)).containsExactly("one", 2);
        assertThat(ask(a, "message-with-ack")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void meetsOthersInRooms(String mode) throws Exception {
        Socket a = connected(mode, "/");
        Socket b = connected(mode, "/");
        BlockingQueue<Object[]> heard = events(b, "heard");
        ask(b, "join", "room");
        a.emit("to-room", "room", "heard", 7);
        assertThat(next(heard)).containsExactly(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void isToldWhyItMayNotJoin(String mode) throws Exception {
        Socket refused = socket(mode, "/mw-err");
        BlockingQueue<Object[]> errors = events(refused, Socket.EVENT_CONNECT_ERROR);
        refused.connect();
        JSONObject error = (JSONObject) next(errors)[0];
        assertThat(error.getString("message")).isEqualTo("nope");
        assertThat(error.getJSONObject("data").getString("code")).isEqualTo("E1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void isSentAway(String mode) throws Exception {
        Socket a = connected(mode, "/");
        BlockingQueue<Object[]> gone = events(a, Socket.EVENT_DISCONNECT);
        a.emit("disconnect-me", true);
        assertThat(next(gone)).containsExactly("io server disconnect");
    }
}
