package io.chorale.config;

import java.time.Duration;
import java.util.Optional;

/**
 * @param enabled false: polling only (ENABLE_WEBSOCKET_SUPPORT)
 * @param strictTransports websocket alone when enabled, as Open WebUI does, instead of polling with upgrade
 * @param manager {@code memory}, {@code redis}, or the name of another manager on the class path (WEBSOCKET_MANAGER)
 * @param redis where websocket state lives (WEBSOCKET_REDIS_URL …); the application's Redis when not set
 * @param path WEBSOCKET_PATH, {@code /ws/socket.io}
 * @param eventsPerSecond of one client; 0: no limit (WEBSOCKET_EVENTS_PER_SECOND)
 * @param eventBurst at once after a pause (WEBSOCKET_EVENT_BURST)
 * @param recovery unmodified clients resume after a lost connection (WEBSOCKET_RECOVERY)
 * @param recoveryWindow how long after (WEBSOCKET_RECOVERY_WINDOW)
 * @param cluster what replicas say to each other
 */
public record WebsocketSettings(
        boolean enabled,
        boolean strictTransports,
        String manager,
        Optional<RedisTarget> redis,
        String path,
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        Duration connectTimeout,
        ByteSize maxPayload,
        ByteSize maxQueue,
        int maxSessions,
        int eventsPerSecond,
        int eventBurst,
        boolean recovery,
        Duration recoveryWindow,
        Duration lockTimeout,
        Duration eventCallerTimeout,
        Duration heartbeatInterval,
        boolean logging,
        boolean engineLogging,
        ClusterSettings cluster) {}
