package io.chorale.websocket.engineio;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one implementation of {@link EngineSession}: which transport carries the session, what its client may send now,
 * and its end. {@link #lock} guards the transport and the state; the listener is called outside of it, by one thread at
 * a time.
 */
final class ClientSession implements EngineSession {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);
    private static final EnginePacket PROBE_ANSWER = EnginePacket.of("3probe");

    private final String id;
    private final Handshake handshake;
    private final EngineOptions options;
    private final EngineParts parts;
    private final SessionRegistry registry;
    private final PollingOutbox polling;
    private final Heartbeat heartbeat;
    private final ListenerCalls calls = new ListenerCalls();

    private final Object lock = new Object();
    private volatile @Nullable SocketTransport socket;
    private volatile boolean closed;
    private final AtomicBoolean overflowed = new AtomicBoolean();
    private @Nullable SocketTransport probe;
    private boolean probed;
    private boolean posting;

    ClientSession(String id, Handshake handshake, EngineOptions options, EngineParts parts, SessionRegistry registry) {
        this.id = id;
        this.handshake = handshake;
        this.options = options;
        this.parts = parts;
        this.registry = registry;
        this.polling = new PollingOutbox(options.maxQueue());
        this.heartbeat = new Heartbeat(this, options, parts.timers());
    }

    /**
     * Sends the open packet and asks the application for its listener.
     *
     * @throws RuntimeException what the application threw; the session is over then
     */
    void open(EngineApplication application, @Nullable SocketTransport first) {
        socket = first;
        parts.metrics().open();
        send(OpenPacket.of(id, options, transport()));
        try {
            calls.begin(application.open(this));
        } catch (RuntimeException e) {
            end(CloseReason.FORCED_SERVER_CLOSE);
            throw e;
        }
        heartbeat.start();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public Transport transport() {
        return socket == null ? Transport.POLLING : Transport.WEBSOCKET;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    /** Open, and not just about to be given up by the timer. */
    boolean isAlive() {
        if (!closed && heartbeat.isOverdue()) {
            end(CloseReason.PING_TIMEOUT);
        }
        return !closed;
    }

    // --- to the client ------------------------------------------------------------------------------------------

    @Override
    public boolean send(EnginePacket packet) {
        SocketTransport current = socket;
        if (current != null) {
            return current.send(packet.webSocketFrames());
        }
        synchronized (lock) {
            current = socket; // the transport may have changed just now
            if (current != null) {
                return current.send(packet.webSocketFrames());
            }
            if (closed) {
                return false;
            }
            if (polling.add(packet)) {
                return true;
            }
        }
        overflow();
        return false;
    }

    /** The caller may be a thread that many sessions share, and it holds nothing that the end needs. */
    private void overflow() {
        if (!overflowed.getAndSet(true)) {
            parts.metrics().reached(EngineLimit.QUEUE);
            endElsewhere(CloseReason.SLOW_CONSUMER);
        }
    }

    /** Ends the session on a thread of its own, because the application may take its time to hear of it. */
    void endElsewhere(CloseReason why) {
        Thread.ofVirtual().name("engine-end").start(() -> end(why));
    }

    @Override
    public boolean sendVolatile(EnginePacket packet) {
        boolean sent = sendIfIdle(packet);
        if (!sent) {
            parts.metrics().volatileDrop();
        }
        return sent;
    }

    @Override
    public boolean sendIfIdle(EnginePacket packet) {
        SocketTransport current = socket;
        if (current != null) {
            return current.sendIfIdle(packet.webSocketFrames());
        }
        synchronized (lock) {
            return !closed && socket == null && polling.hasWaitingPoll() && polling.add(packet);
        }
    }

    int queuedBytes() {
        SocketTransport current = socket;
        return current == null ? polling.bytes() : current.queuedBytes();
    }

    @Nullable
    SocketTransport socket() {
        return socket;
    }

    // --- from the client, over a websocket ----------------------------------------------------------------------

    /** A text message of the websocket that carries this session. */
    void onSocketText(SocketTransport connection, byte[] packet) {
        if (connection == socket) {
            take(packet, 0, packet.length, true);
        }
    }

    void onSocketBinary(SocketTransport connection, byte[] data) {
        if (connection == socket) {
            heartbeat.heard();
            listen(to -> to.onBinary(data));
        }
    }

    /** A websocket of this session ended: its transport, or only an attempt to change to it. */
    void onSocketEnded(SocketTransport connection, CloseReason why) {
        synchronized (lock) {
            if (connection == probe) {
                probe = null;
                probed = false;
                polling.resume();
                return;
            }
        }
        if (connection == socket) {
            end(why);
        }
    }

    // --- from the client, over polling --------------------------------------------------------------------------

    /** @return false when another POST is being read; the session is over then */
    boolean beginPost() {
        synchronized (lock) {
            if (!posting) {
                posting = true;
                return true;
            }
        }
        end(CloseReason.TRANSPORT_ERROR);
        return false;
    }

    boolean isPosting() {
        synchronized (lock) {
            return posting;
        }
    }

    boolean hasWaitingPoll() {
        return polling.hasWaitingPoll();
    }

    void endPost() {
        synchronized (lock) {
            posting = false;
        }
    }

    /** Takes the packets of a POST one by one. @return false when the payload is not well-formed; the session is over */
    boolean takePayload(byte[] payload) {
        if (PollingPayload.count(payload) > options.maxPackets()) {
            parts.metrics().reached(EngineLimit.PACKETS);
            return fail();
        }
        return PollingPayload.forEach(
                payload,
                (bytes, offset, length) ->
                        Utf8.isValid(bytes, offset, length) ? take(bytes, offset, length, false) : fail());
    }

    /** Waits for the answer to a GET; {@link PollingOutbox#poll}. */
    PollingOutbox.Poll poll(long maxMillis) throws InterruptedException {
        PollingOutbox.Poll poll = polling.poll(maxMillis);
        if (closed && polling.isGone()) {
            registry.forgetLastFetch(this);
        }
        return poll;
    }

    // --- packets ------------------------------------------------------------------------------------------------

    /** @return false when the packet ended the session in error */
    private boolean take(byte[] bytes, int offset, int length, boolean overSocket) {
        char type = length == 0 ? 0 : (char) bytes[offset];
        if (type != '3') {
            heartbeat.heard();
        }
        switch (type) {
            case '4' -> listen(to -> to.onText(bytes, offset + 1, length - 1));
            case '3' -> heartbeat.pong();
            case '6' -> LOG.trace("noop");
            case '1' -> endByClient();
            case 'b' -> {
                return !overSocket && takeBase64(bytes, offset + 1, length - 1) || fail();
            }
            default -> {
                return fail();
            }
        }
        return true;
    }

    private boolean takeBase64(byte[] bytes, int offset, int length) {
        Optional<byte[]> data = PollingPayload.binary(bytes, offset, length);
        data.ifPresent(message -> listen(to -> to.onBinary(message)));
        return data.isPresent();
    }

    private boolean fail() {
        end(CloseReason.PARSE_ERROR);
        return false;
    }

    private void listen(Consumer<EngineListener> call) {
        switch (calls.call(call)) {
            case DONE, OVER -> {}
            case OVERLAP -> end(CloseReason.PARSE_ERROR); // a POST and a websocket at once
            case FAILED -> end(CloseReason.FORCED_SERVER_CLOSE);
        }
    }

    // --- change of transport ------------------------------------------------------------------------------------

    /** A websocket wants to take over; one at a time, and only from polling. */
    boolean beginProbe(SocketTransport connection) {
        synchronized (lock) {
            if (closed || socket != null || probe != null || !options.upgradesTo(Transport.POLLING)) {
                return false;
            }
            probe = connection;
            probed = false;
        }
        parts.timers().schedule(options.upgradeTimeout(), () -> {
            if (isProbe(connection)) {
                connection.abort(CloseReason.TRANSPORT_CLOSE);
            }
        });
        return true;
    }

    boolean isProbing() {
        synchronized (lock) {
            return probe != null;
        }
    }

    boolean isProbe(SocketTransport connection) {
        synchronized (lock) {
            return connection == probe;
        }
    }

    /** First {@code 2probe}, then {@code 5}; anything else ends the attempt and leaves the session on polling. */
    void onProbeText(SocketTransport connection, String packet) {
        synchronized (lock) {
            if (connection != probe) {
                return;
            }
            if (!probed && packet.equals("2probe")) {
                probed = true;
                connection.send(PROBE_ANSWER.webSocketFrames());
                polling.release();
                return;
            }
            if (probed && packet.equals("5")) {
                changeTo(connection);
                return;
            }
        }
        connection.abort(CloseReason.PARSE_ERROR);
    }

    /** What waits goes first: whoever sends meanwhile waits for the lock. */
    private void changeTo(SocketTransport connection) {
        probe = null;
        List<EnginePacket> waiting = polling.leave();
        for (EnginePacket packet : waiting) {
            connection.send(packet.webSocketFrames());
        }
        socket = connection;
        parts.metrics().upgrade();
    }

    // --- the end ------------------------------------------------------------------------------------------------

    @Override
    public void close(CloseReason why) {
        end(why);
    }

    private void endByClient() {
        boolean lastAnswer = socket == null && polling.endByClient();
        end(CloseReason.TRANSPORT_CLOSE);
        if (lastAnswer) {
            registry.keepForLastFetch(this, SessionRegistry.OVERTAKEN_POLL);
        }
    }

    void end(CloseReason why) {
        SocketTransport attempt;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            calls.stop(why);
            attempt = probe;
            probe = null;
        }
        parts.metrics().close(why);
        if (attempt != null) {
            attempt.abort(why);
        }
        endTransport(why);
        calls.reportEndIfDue();
    }

    private void endTransport(CloseReason why) {
        SocketTransport current = socket;
        boolean fetchable = false;
        if (current != null) {
            switch (why) {
                case PING_TIMEOUT, SLOW_CONSUMER, TRANSPORT_ERROR -> current.abort(why);
                case SERVER_SHUTTING_DOWN -> current.close(WebSocketConnection.GOING_AWAY, why.text(), why);
                default -> current.close(WebSocketConnection.NORMAL, "", why);
            }
        } else {
            switch (why) {
                case TRANSPORT_CLOSE, TRANSPORT_ERROR, PING_TIMEOUT, SLOW_CONSUMER, PARSE_ERROR -> polling.discard();
                default -> fetchable = polling.end();
            }
        }
        registry.remove(this);
        if (fetchable) {
            registry.keepForLastFetch(this, SessionRegistry.LAST_FETCH);
        }
    }
}
