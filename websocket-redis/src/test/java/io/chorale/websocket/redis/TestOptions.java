package io.chorale.websocket.redis;

import io.chorale.config.ClusterSettings.Emitters;
import java.time.Duration;
import java.util.Optional;

/** Short times and small bounds for tests; a test sets the ones that it is about. */
final class TestOptions {
    Duration startPatience = Duration.ofSeconds(10);
    Duration beat = Duration.ofMillis(200);
    Duration deafAfter = Duration.ofMillis(1_500);
    int outboxBytes = 1 << 20;
    Duration outboxAge = Duration.ofSeconds(30);
    int eventBytes = 1 << 20;
    int logEntries = 10_000;
    Duration entryLife = Duration.ofSeconds(80);
    int recentBytes = 1 << 20;
    int replayEntries = 2_000;
    int replayBytes = 1 << 20;
    Duration recoveryWindow = Duration.ofSeconds(20);
    Duration roomLinger = Duration.ofMillis(500);

    Emitters pythonEmitters = new Emitters(false, Optional.empty());
    Emitters nodeEmitters = new Emitters(false, Optional.empty());
    int emitterBytes = 100_000;
    Seal seal = Seal.of(Optional.empty());

    ManagerOptions build() {
        return new ManagerOptions(
                startPatience,
                beat,
                deafAfter,
                outboxBytes,
                outboxAge,
                eventBytes,
                logEntries,
                entryLife,
                recentBytes,
                replayEntries,
                replayBytes,
                recoveryWindow,
                roomLinger,
                pythonEmitters,
                nodeEmitters,
                emitterBytes,
                seal);
    }
}
