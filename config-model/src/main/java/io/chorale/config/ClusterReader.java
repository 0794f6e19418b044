package io.chorale.config;

import java.time.Duration;
import java.util.Optional;

/** Reads how replicas speak to each other. */
final class ClusterReader {
    private final Values values;

    ClusterReader(Values values) {
        this.values = values;
    }

    ClusterSettings read() {
        Duration beat = values.duration(Catalogue.REPLICA_BEAT);
        return new ClusterSettings(
                values.secret(Catalogue.CLUSTER_SECRET),
                values.number(Catalogue.LOG_ENTRIES, 1_000, 10_000_000),
                logAge(),
                values.bytes(Catalogue.OUTBOX_SIZE, 65_536, 1_000_000_000),
                values.duration(Catalogue.OUTBOX_AGE),
                values.bytes(Catalogue.MAX_EVENT, 1_024, 16 << 20),
                values.number(Catalogue.REPLAY_EVENTS, 1, 1_000_000),
                values.bytes(Catalogue.REPLAY_SIZE, 1_024, 1_000_000_000),
                values.duration(Catalogue.ROOM_LINGER),
                beat,
                deafAfter(beat),
                new ClusterSettings.Emitters(
                        values.flag(Catalogue.PYTHON_EMITTERS), values.optional(Catalogue.PYTHON_EMITTER_CHANNEL)),
                new ClusterSettings.Emitters(
                        values.flag(Catalogue.NODE_EMITTERS), values.optional(Catalogue.NODE_EMITTER_KEY)),
                values.bytes(Catalogue.EMITTER_MAX_SIZE, 1_024, 16 << 20));
    }

    private Optional<Duration> logAge() {
        if (!values.isSet(Catalogue.LOG_AGE)) {
            return Optional.empty();
        }
        Duration age = values.duration(Catalogue.LOG_AGE);
        Duration window = values.duration(Catalogue.RECOVERY_WINDOW);
        if (age.compareTo(window) < 0) {
            values.findings()
                    .problem(
                            ProblemCode.NOT_A_DURATION,
                            "WEBSOCKET_LOG_AGE is " + age.toSeconds() + " s and WEBSOCKET_RECOVERY_WINDOW "
                                    + window.toSeconds() + " s",
                            values.source(Catalogue.LOG_AGE),
                            "a client that may still come back would not find what it missed",
                            "remove WEBSOCKET_LOG_AGE, or set it to more than the window");
        }
        return Optional.of(age);
    }

    private Duration deafAfter(Duration beat) {
        Duration bound = values.duration(Catalogue.REPLICA_DEAF_AFTER);
        if (bound.compareTo(beat.multipliedBy(2)) < 0) {
            values.findings()
                    .problem(
                            ProblemCode.NOT_A_DURATION,
                            "WEBSOCKET_REPLICA_DEAF_AFTER is " + bound.toMillis()
                                    + " ms and WEBSOCKET_REPLICA_BEAT "
                                    + beat.toMillis() + " ms",
                            values.source(Catalogue.REPLICA_DEAF_AFTER),
                            "one late beat would make a replica deaf",
                            "set WEBSOCKET_REPLICA_DEAF_AFTER to three beats or more");
        }
        return bound;
    }
}
