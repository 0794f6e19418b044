package io.chorale.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How replicas speak to each other, and the bounds of it.
 *
 * @param secret signs what replicas say to each other; the same on all of them (WEBSOCKET_CLUSTER_SECRET)
 * @param logEntries events that the log keeps at least, older ones go (WEBSOCKET_LOG_ENTRIES)
 * @param logAge age at which an event leaves the log; a minute more than the recovery window when not set
 *     (WEBSOCKET_LOG_AGE)
 * @param outboxSize events that wait while Redis is away (WEBSOCKET_OUTBOX_SIZE)
 * @param outboxAge no event is taken while an older one waits (WEBSOCKET_OUTBOX_AGE)
 * @param maxEvent largest event that one emit may make (WEBSOCKET_MAX_EVENT)
 * @param replayEvents a client that missed more reloads instead (WEBSOCKET_REPLAY_EVENTS)
 * @param replaySize likewise, in bytes (WEBSOCKET_REPLAY_SIZE)
 * @param roomLinger a channel of volatile events stays subscribed for so long without a member (WEBSOCKET_ROOM_LINGER)
 * @param beat pause between signs of life (WEBSOCKET_REPLICA_BEAT)
 * @param deafAfter a replica that has heard nothing for so long is not ready; after a beat more its peers
 *     remove it (WEBSOCKET_REPLICA_DEAF_AFTER)
 * @param pythonEmitters where python-socketio processes that only write are heard
 * @param nodeEmitters where {@code @socket.io/redis-emitter} is heard
 * @param emitterMaxSize a larger message of such a process is dropped (WEBSOCKET_EMITTER_MAX_SIZE)
 */
public record ClusterSettings(
        Optional<Secret> secret,
        int logEntries,
        Optional<Duration> logAge,
        ByteSize outboxSize,
        Duration outboxAge,
        ByteSize maxEvent,
        int replayEvents,
        ByteSize replaySize,
        Duration roomLinger,
        Duration beat,
        Duration deafAfter,
        Emitters pythonEmitters,
        Emitters nodeEmitters,
        ByteSize emitterMaxSize) {

    /**
     * Processes that are no replicas and emit through Redis.
     *
     * @param enabled are they heard? (WEBSOCKET_PYTHON_EMITTERS, WEBSOCKET_NODE_EMITTERS)
     * @param channel as they were told; the key prefix and the library's own name when not set
     *     (WEBSOCKET_PYTHON_EMITTER_CHANNEL, WEBSOCKET_NODE_EMITTER_KEY)
     */
    public record Emitters(boolean enabled, Optional<String> channel) {}
}
