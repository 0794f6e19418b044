package io.chorale.websocket.engineio;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one {@link EngineServer}, since its start. Safe for use by many threads; reading takes no lock. */
public final class EngineMetrics {
    private final LongAdder opened = new LongAdder();
    private final LongAdder upgraded = new LongAdder();
    private final LongAdder slowConsumers = new LongAdder();
    private final LongAdder stuckWrites = new LongAdder();
    private final LongAdder volatileDrops = new LongAdder();
    private final LongAdder refusedOrigins = new LongAdder();
    private final LongAdder refusedForCapacity = new LongAdder();
    private final LongAdder unknownSessions = new LongAdder();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

    EngineMetrics() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    void open() {
        opened.increment();
    }

    void upgrade() {
        upgraded.increment();
    }

    void slowConsumer() {
        slowConsumers.increment();
    }

    void stuckWrite() {
        stuckWrites.increment();
    }

    void volatileDrop() {
        volatileDrops.increment();
    }

    void refusedOrigin() {
        refusedOrigins.increment();
    }

    void refusedForCapacity() {
        refusedForCapacity.increment();
    }

    void unknownSession() {
        unknownSessions.increment();
    }

    @SuppressWarnings("NullAway") // the constructor made one for each reason
    void close(CloseReason reason) {
        closed.get(reason).increment();
    }

    public long sessionsOpened() {
        return opened.sum();
    }

    public long sessionsUpgraded() {
        return upgraded.sum();
    }

    /** Sessions closed because their queue was full. */
    public long slowConsumersClosed() {
        return slowConsumers.sum();
    }

    /** Connections cut because one write took too long. */
    public long stuckWritesCut() {
        return stuckWrites.sum();
    }

    public long volatilePacketsDropped() {
        return volatileDrops.sum();
    }

    public long originsRefused() {
        return refusedOrigins.sum();
    }

    /** Handshakes answered 503. */
    public long handshakesRefusedForCapacity() {
        return refusedForCapacity.sum();
    }

    public long unknownSessionsAsked() {
        return unknownSessions.sum();
    }

    @SuppressWarnings("NullAway") // the constructor made one for each reason
    public long sessionsClosed(CloseReason reason) {
        return closed.get(reason).sum();
    }
}
