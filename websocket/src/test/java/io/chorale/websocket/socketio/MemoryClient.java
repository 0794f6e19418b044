package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EngineListener;
import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.engineio.EngineSession;
import io.chorale.websocket.engineio.Handshake;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client whose transport is memory: what it is sent can be read one by one, byte for byte. */
final class MemoryClient implements EngineSession {
    private static final Handshake HANDSHAKE = new Handshake(
            "/socket.io/?EIO=4&transport=websocket",
            Map.of("EIO", "4", "transport", "websocket"),
            Map.of("user-agent", List.of("memory"), "cookie", List.of("secret")),
            "192.0.2.1",
            false,
            false,
            Instant.EPOCH);
    private static final Pattern STRING = Pattern.compile("\"(sid|pid)\":\"([^\"]+)\"");

    private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final ReentrantLock reading = new ReentrantLock();
    private final EngineListener listener;
    private volatile boolean busy;
    private final AtomicInteger idleTimes = new AtomicInteger(Integer.MAX_VALUE);

    MemoryClient(SocketIoServer server) {
        this.listener = server.application().open(this);
    }

    /** A client that is in the main namespace. */
    static MemoryClient connected(SocketIoServer server) {
        MemoryClient client = new MemoryClient(server);
        client.send("0");
        assertThat(client.next()).startsWith("0{");
        return client;
    }

    MemoryClient send(String packet) {
        return sendBytes(packet.getBytes(StandardCharsets.UTF_8));
    }

    /** As a transport would: nothing comes behind the end. */
    MemoryClient sendBytes(byte[] bytes) {
        reading.lock();
        try {
            listener.onText(bytes, 0, bytes.length);
        } finally {
            reading.unlock();
        }
        return this;
    }

    /** Like {@link #send}, but the connection may end in the meantime. */
    void sendUnlocked(String packet) {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        listener.onText(bytes, 0, bytes.length);
    }

    MemoryClient sendBinary(byte... data) {
        reading.lock();
        try {
            listener.onBinary(data);
        } finally {
            reading.unlock();
        }
        return this;
    }

    /** The next packet, without the type of the Engine.IO message; attachments as {@code b<base64>}. */
    String next() {
        try {
            String packet = received.poll(10, TimeUnit.SECONDS);
            assertThat(packet).as("a packet within ten seconds").isNotNull();
            return packet == null ? "" : packet;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> next(int count) {
        List<String> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(next());
        }
        return packets;
    }

    /** Asks for an echo and reads until it comes. */
    void skipTo(String echo) {
        send(echo + "]");
        while (!next().startsWith(echo)) {
            // events that were sent to everybody
        }
    }

    /** Proves that nothing else was sent before by asking for an echo, which comes behind it. */
    void expectNothingBefore(String echoEvent) {
        send("2[\"" + echoEvent + "\",\"fence\"]");
        assertThat(next()).startsWith("2[\"" + echoEvent + "\",\"fence\"");
    }

    /** The value of "sid" or "pid" in an answer to a connect. */
    static String field(String name, String packet) {
        Matcher matcher = STRING.matcher(packet);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2);
            }
        }
        throw new AssertionError("no " + name + " in " + packet);
    }

    CloseReason closeReason() {
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** The transport cannot take volatile packets now. */
    void setBusy(boolean value) {
        busy = value;
    }

    /** The transport takes so many packets that need it idle, and no more. */
    void busyAfter(int times) {
        idleTimes.set(times);
    }

    void loseConnection() {
        close(CloseReason.TRANSPORT_CLOSE);
        closeReason();
    }

    @Override
    public String id() {
        return "engine-id-that-nobody-may-see";
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
        return open.get();
    }

    @Override
    public boolean send(EnginePacket packet) {
        if (!isOpen()) {
            return false;
        }
        for (String part : new String(packet.pollingPayload(), StandardCharsets.UTF_8).split("\u001e")) {
            received.add(part.startsWith("4") ? part.substring(1) : part);
        }
        return true;
    }

    @Override
    public boolean sendVolatile(EnginePacket packet) {
        return sendIfIdle(packet);
    }

    @Override
    public boolean sendIfIdle(EnginePacket packet) {
        return !busy && idleTimes.getAndDecrement() > 0 && send(packet);
    }

    @Override
    public void close(CloseReason reason) {
        Thread.ofVirtual().start(() -> {
            reading.lock();
            try {
                if (open.compareAndSet(true, false)) {
                    listener.onClose(reason);
                    closed.complete(reason);
                }
            } finally {
                reading.unlock();
            }
        });
    }

    @Nullable
    String nextNow() {
        return received.poll();
    }
}
