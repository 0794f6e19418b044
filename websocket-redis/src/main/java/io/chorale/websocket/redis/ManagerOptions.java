package io.chorale.websocket.redis;

import io.chorale.config.WebsocketSettings;
import java.time.Duration;

/**
 * The bounds of this manager.
 *
 * @param startPatience how long {@code start} tries to reach Redis
 * @param beat pause between heartbeats
 * @param deafAfter without a sign of a lane for so long, this replica does not hear; a replica whose heartbeat is this old
 *     twice over is dead
 * @param outboxBytes events that wait for Redis
 * @param outboxAge no event is taken while an older one waits
 * @param logEntries length of the log, at least; Redis trims it in steps of about a hundred
 * @param recentBytes newest entries of the log that are kept in memory too
 * @param replayEntries more missed events than this are a gap
 * @param replayBytes likewise
 * @param recoveryWindow life of a recoverable session after its last save; zero keeps none
 * @param roomLinger a bucket of rooms stays subscribed for so long without a member
 */
record ManagerOptions(
        Duration startPatience,
        Duration beat,
        Duration deafAfter,
        int outboxBytes,
        Duration outboxAge,
        int logEntries,
        int recentBytes,
        int replayEntries,
        int replayBytes,
        Duration recoveryWindow,
        Duration roomLinger) {

    static ManagerOptions of(WebsocketSettings settings) {
        return new ManagerOptions(
                Duration.ofSeconds(15),
                Duration.ofSeconds(2),
                Duration.ofSeconds(7),
                16 << 20,
                Duration.ofMinutes(2),
                50_000,
                32 << 20,
                5_000,
                8 << 20,
                settings.recovery() ? settings.recoveryWindow() : Duration.ZERO,
                Duration.ofSeconds(30));
    }

    /** A replica that was not heard of for so long is dead. */
    Duration deadAfter() {
        return deafAfter.multipliedBy(2);
    }

    /** Older entries of the log are of use to nobody. */
    Duration entryLife() {
        return recoveryWindow.plus(Duration.ofMinutes(1));
    }

    /** Keys of the log that nobody renews for so long go away. */
    Duration logLife() {
        return recoveryWindow.multipliedBy(5).plus(Duration.ofMinutes(10));
    }

    /** Longer than an event can wait in the outbox, so that a repeated append is always recognised. */
    Duration writerLife() {
        return outboxAge.multipliedBy(5);
    }
}
