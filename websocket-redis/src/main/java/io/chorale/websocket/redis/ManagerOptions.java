package io.chorale.websocket.redis;

import io.chorale.config.ClusterSettings;
import io.chorale.config.ClusterSettings.Emitters;
import io.chorale.config.WebsocketSettings;
import java.time.Duration;

/**
 * The bounds of this manager, and what it hears.
 *
 * @param startPatience how long {@code start} tries to reach Redis
 * @param beat pause between heartbeats
 * @param deafAfter without a sign of a lane for so long, this replica does not hear; a replica whose heartbeat is a beat
 *     older than that is dead
 * @param outboxBytes events that wait for Redis
 * @param outboxAge no event is taken while an older one waits
 * @param eventBytes a larger event is refused
 * @param logEntries length of the log, at least; Redis trims it in steps of about a hundred
 * @param entryLife older entries of the log are of use to nobody
 * @param recentBytes newest entries of the log that are kept in memory too
 * @param replayEntries more missed events than this are a gap
 * @param replayBytes likewise
 * @param recoveryWindow life of a recoverable session after its last save; zero keeps none
 * @param roomLinger a bucket of rooms stays subscribed for so long without a member
 * @param pythonEmitters are they heard, and where
 * @param nodeEmitters likewise
 * @param emitterBytes a larger message of them is dropped
 * @param seal signs what goes to other replicas
 */
record ManagerOptions(
        Duration startPatience,
        Duration beat,
        Duration deafAfter,
        int outboxBytes,
        Duration outboxAge,
        int eventBytes,
        int logEntries,
        Duration entryLife,
        int recentBytes,
        int replayEntries,
        int replayBytes,
        Duration recoveryWindow,
        Duration roomLinger,
        Emitters pythonEmitters,
        Emitters nodeEmitters,
        int emitterBytes,
        Seal seal) {
    private static final Duration START_PATIENCE = Duration.ofSeconds(15);
    private static final Duration SPARE_AGE = Duration.ofMinutes(1);
    private static final int RECENT_BYTES = 32 << 20;

    static ManagerOptions of(WebsocketSettings settings) {
        ClusterSettings cluster = settings.cluster();
        Duration window = settings.recovery() ? settings.recoveryWindow() : Duration.ZERO;
        return new ManagerOptions(
                START_PATIENCE,
                cluster.beat(),
                cluster.deafAfter(),
                Math.toIntExact(cluster.outboxSize().bytes()),
                cluster.outboxAge(),
                Math.toIntExact(cluster.maxEvent().bytes()),
                cluster.logEntries(),
                cluster.logAge().orElse(window.plus(SPARE_AGE)),
                RECENT_BYTES,
                cluster.replayEvents(),
                Math.toIntExact(cluster.replaySize().bytes()),
                window,
                cluster.roomLinger(),
                cluster.pythonEmitters(),
                cluster.nodeEmitters(),
                Math.toIntExact(cluster.emitterMaxSize().bytes()),
                Seal.of(cluster.secret()));
    }

    /** A replica that was not heard of for so long is dead. */
    Duration deadAfter() {
        return deafAfter.plus(beat);
    }

    /** Keys of the log that nobody renews for so long go away. */
    Duration logLife() {
        return entryLife.multipliedBy(5).plus(Duration.ofMinutes(10));
    }

    /** Longer than an event can wait in the outbox, so that a repeated append is always recognised. */
    Duration writerLife() {
        return outboxAge.multipliedBy(5);
    }
}
