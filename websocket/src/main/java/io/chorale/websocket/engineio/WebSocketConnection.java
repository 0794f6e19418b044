package io.chorale.websocket.engineio;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One websocket. Helidon's virtual thread of the connection reads; a thread of the {@link WriterPool} writes, only while
 * there is something to write. {@link SocketTransport.Handler#ended} comes exactly once, whatever ended it: close frame, FIN, reset,
 * violation, full queue, stuck write, shutdown. Safe for use by many threads.
 */
final class WebSocketConnection implements ServerConnection, SocketTransport {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketConnection.class);

    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    private static final int INTERNAL_ERROR = 1011;

    private final ConnectionContext context;
    private final Handler handler;
    private final EngineOptions options;
    private final EngineParts parts;
    private final OutboundQueue queue;

    private volatile long lastRead = System.nanoTime();
    /** When the write in progress began; 0 when there is none. */
    private volatile long writeStarted;
    /** Why the application side ended it first; the reader reports it. */
    private volatile CloseReason reason = CloseReason.TRANSPORT_CLOSE;

    WebSocketConnection(ConnectionContext context, Handler handler, EngineOptions options, EngineParts parts) {
        this.context = context;
        this.handler = handler;
        this.options = options;
        this.parts = parts;
        this.queue = new OutboundQueue(options.maxQueue(), EngineParts.BATCH_BYTES);
    }

    // --- outbound -----------------------------------------------------------------------------------------------

    @Override
    public boolean send(byte[] frames) {
        return switch (queue.offer(frames)) {
            case QUEUED -> true;
            case START_DRAIN -> startDrain();
            case FULL -> {
                parts.metrics().reached(EngineLimit.QUEUE);
                abort(CloseReason.SLOW_CONSUMER);
                yield false;
            }
            case CLOSED -> false;
        };
    }

    @Override
    public boolean sendIfIdle(byte[] frames) {
        return switch (queue.offerIfIdle(frames)) {
            case START_DRAIN -> startDrain();
            case QUEUED -> true;
            case FULL, CLOSED -> false;
        };
    }

    private boolean startDrain() {
        parts.writers().execute(this::drain);
        return true;
    }

    private void drain() {
        try {
            for (byte[] out = queue.take(); out.length > 0; out = queue.take()) {
                writeStarted = System.nanoTime();
                context.dataWriter().writeNow(BufferData.create(out));
                writeStarted = 0;
                handler.written(this, out.length);
            }
        } catch (RuntimeException brokenLink) {
            LOG.trace("write failed", brokenLink);
            abort(CloseReason.TRANSPORT_ERROR);
        }
    }

    @Override
    public void close(int code, String text, CloseReason why) {
        noteReason(why);
        if (queue.offerLast(WebSocketFrames.close(code, text)) == OutboundQueue.Offer.START_DRAIN) {
            startDrain();
        }
        parts.timers().schedule(options.closeTimeout(), this::cut);
    }

    @Override
    public void abort(CloseReason why) {
        noteReason(why);
        queue.discard();
        cut();
    }

    /** The first one counts: closing the socket makes a writer fail that is in the middle of a write. */
    private synchronized void noteReason(CloseReason why) {
        if (reason == CloseReason.TRANSPORT_CLOSE) {
            reason = why;
        }
    }

    /** Closing the socket wakes the blocked reader (and a blocked writer), and the reader reports the end. */
    private void cut() {
        try {
            context.serverSocket().close();
        } catch (RuntimeException alreadyClosed) {
            LOG.trace("already closed", alreadyClosed);
        }
    }

    @Override
    public void checkWrite(long now) {
        long started = writeStarted;
        if (started != 0 && now - started > options.writeTimeout().toNanos()) {
            parts.metrics().reached(EngineLimit.SLOW_WRITE);
            abort(CloseReason.TRANSPORT_ERROR);
        }
    }

    @Override
    public int queuedBytes() {
        return queue.bytes();
    }

    // --- inbound ------------------------------------------------------------------------------------------------

    @Override
    public void handle(Limit limit) {
        CloseReason end = CloseReason.TRANSPORT_ERROR;
        boolean unread = false;
        try {
            handler.opened(this);
            readUntilClose();
            end = reason;
        } catch (DataReader.InsufficientDataAvailableException endOfStream) {
            end = reason;
        } catch (ProtocolViolation violation) {
            count(violation);
            close(violation.code(), violation.text(), CloseReason.PARSE_ERROR);
            flush();
            unread = true;
            end = CloseReason.PARSE_ERROR;
        } catch (ServerConnectionException | UncheckedIOException reset) {
            noteReason(CloseReason.TRANSPORT_ERROR);
            end = reason;
        } catch (RuntimeException e) {
            LOG.error("A websocket ended by an error of ours", e);
            close(INTERNAL_ERROR, "internal error", CloseReason.FORCED_SERVER_CLOSE);
            flush();
        } finally {
            queue.discard();
            handler.ended(this, end);
        }
        if (unread) {
            discardRest();
        }
    }

    private void readUntilClose() {
        FrameReader frames = new FrameReader(context.dataReader(), options.maxPayload(), options.maxFragments());
        while (true) {
            FrameReader.Message message = frames.next();
            lastRead = System.nanoTime();
            switch (message) {
                case FrameReader.Message.Text(byte[] utf8) -> handler.text(this, utf8);
                case FrameReader.Message.Binary(byte[] data) -> handler.binary(this, data);
                case FrameReader.Message.Ping(byte[] data) -> send(WebSocketFrames.frame(WebSocketFrames.PONG, data));
                case FrameReader.Message.Close(int code, String text) -> {
                    answerClose(code == 1005 ? NORMAL : code);
                    return;
                }
                case FrameReader.Message.Nothing() -> {}
            }
        }
    }

    /** Section 5.5.1: a close frame is answered with its code, unless ours went out first. */
    private void answerClose(int code) {
        if (queue.offerLast(WebSocketFrames.close(code, "")) == OutboundQueue.Offer.START_DRAIN) {
            startDrain();
        }
        flush();
    }

    private void count(ProtocolViolation violation) {
        violation.limit().ifPresentOrElse(parts.metrics()::reached, parts.metrics()::violation);
    }

    /**
     * Reads on until the peer hangs up, for a moment and within a bound: a socket that is closed with bytes unread is
     * reset, and the reset may overtake the close frame, which says what the peer did wrong.
     */
    private void discardRest() {
        try {
            long left = 2L * options.maxPayload();
            while (left > 0) {
                context.dataReader().ensureAvailable();
                int some = context.dataReader().available();
                context.dataReader().skip(some);
                left -= some;
            }
        } catch (RuntimeException gone) {
            LOG.trace("the peer hung up, or was cut off in time", gone);
        }
    }

    private void flush() {
        try {
            queue.awaitDrained(options.closeTimeout().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // --- what Helidon asks --------------------------------------------------------------------------------------

    @Override
    public Duration idleTime() {
        return Duration.ZERO; // the heartbeat judges; Helidon would count only what is received
    }

    long lastRead() {
        return lastRead;
    }

    @Override
    public void close(boolean interrupt) {
        close(GOING_AWAY, "server shutting down", CloseReason.SERVER_SHUTTING_DOWN);
    }
}
