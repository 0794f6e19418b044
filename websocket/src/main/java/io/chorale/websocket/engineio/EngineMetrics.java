package io.chorale.websocket.engineio;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters of one {@link EngineServer}, since its start. Safe for use by many threads; reading takes no lock. */
public final class EngineMetrics {
    private final LongAdder opened = new LongAdder();
    private final LongAdder upgraded = new LongAdder();
    private final LongAdder volatileDrops = new LongAdder();
    private final LongAdder refusedOrigins = new LongAdder();
    private final LongAdder violations = new LongAdder();
    private final LongAdder unknownSessions = new LongAdder();
    private final Map<EngineLimit, LongAdder> limits = new EnumMap<>(EngineLimit.class);
    private final LongAdder relayFailures = new LongAdder();
    private final Map<RelayKind, LongAdder> relayed = new EnumMap<>(RelayKind.class);
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

    EngineMetrics() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
        for (EngineLimit limit : EngineLimit.values()) {
            limits.put(limit, new LongAdder());
        }
        for (RelayKind kind : RelayKind.values()) {
            relayed.put(kind, new LongAdder());
        }
    }

    /** A request that arrived here for a session of another replica. */
    public enum RelayKind {
        POLL,
        POST,
        WEBSOCKET,
        /** Of a method that the protocol does not know. */
        OTHER
    }

    void open() {
        opened.increment();
    }

    void upgrade() {
        upgraded.increment();
    }

    @SuppressWarnings("NullAway") // the constructor made one for each limit
    void reached(EngineLimit limit) {
        limits.get(limit).increment();
    }

    void violation() {
        violations.increment();
    }

    void volatileDrop() {
        volatileDrops.increment();
    }

    void refusedOrigin() {
        refusedOrigins.increment();
    }

    void unknownSession() {
        unknownSessions.increment();
    }

    @SuppressWarnings("NullAway") // the constructor made one for each kind
    void relay(RelayKind kind) {
        relayed.get(kind).increment();
    }

    void relayFailure() {
        relayFailures.increment();
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

    /** How often clients ran into a bound. */
    @SuppressWarnings("NullAway") // the constructor made one for each limit
    public long limitReached(EngineLimit limit) {
        return limits.get(limit).sum();
    }

    /** Websockets closed because their peer broke RFC 6455 (close codes 1002 and 1007). */
    public long protocolViolations() {
        return violations.sum();
    }

    public long volatilePacketsDropped() {
        return volatileDrops.sum();
    }

    public long originsRefused() {
        return refusedOrigins.sum();
    }

    public long unknownSessionsAsked() {
        return unknownSessions.sum();
    }

    /** Requests that were carried to the owners of their sessions. */
    @SuppressWarnings("NullAway") // the constructor made one for each kind
    public long requestsRelayed(RelayKind kind) {
        return relayed.get(kind).sum();
    }

    /** Of those, the ones that got no answer: the owner was gone, or could not be reached. */
    public long relaysFailed() {
        return relayFailures.sum();
    }

    @SuppressWarnings("NullAway") // the constructor made one for each reason
    public long sessionsClosed(CloseReason reason) {
        return closed.get(reason).sum();
    }
}
