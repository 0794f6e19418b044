package io.chorale.websocket.socketio;

import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.engineio.EngineSession;
import io.chorale.websocket.engineio.Handshake;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** A session whose transport is a queue of frames, locked as the one of a websocket is. */
final class QueueSink implements EngineSession {
    private static final Handshake HANDSHAKE = new Handshake(
            "/socket.io/?EIO=4&transport=websocket",
            Map.of("EIO", "4"),
            Map.of("host", List.of("localhost")),
            "192.0.2.1",
            false,
            false,
            Instant.EPOCH);

    private final ArrayDeque<byte[]> frames = new ArrayDeque<>(4);

    /** A client in the main namespace. */
    static QueueSink connect(SocketIoServer server) {
        QueueSink sink = new QueueSink();
        byte[] connect = "0".getBytes(StandardCharsets.US_ASCII);
        server.application().open(sink).onText(connect, 0, connect.length);
        return sink;
    }

    synchronized void empty() {
        frames.clear();
    }

    @Override
    public synchronized boolean send(EnginePacket packet) {
        return frames.add(packet.webSocketFrames());
    }

    @Override
    public synchronized boolean sendIfIdle(EnginePacket packet) {
        return frames.isEmpty() && frames.add(packet.webSocketFrames());
    }

    @Override
    public boolean sendVolatile(EnginePacket packet) {
        return sendIfIdle(packet);
    }

    @Override
    public String id() {
        return "sink";
    }

    @Override
    public Handshake handshake() {
        return HANDSHAKE;
    }

    @Override
    public Transport transport() {
        return Transport.WEBSOCKET;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close(CloseReason reason) {
        empty();
    }
}
