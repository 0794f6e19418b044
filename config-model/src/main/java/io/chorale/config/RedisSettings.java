package io.chorale.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Redis or Valkey for application state, and what all links to it share.
 *
 * @param target empty: nothing is shared, one process only (REDIS_URL and its Sentinel and Cluster variables)
 * @param keyPrefix before every key and channel, without braces (REDIS_KEY_PREFIX)
 * @param connectTimeout REDIS_SOCKET_CONNECT_TIMEOUT
 * @param commandTimeout REDIS_SOCKET_TIMEOUT
 * @param keepAlive REDIS_SOCKET_KEEPALIVE
 * @param healthCheckInterval PING on idle connections (REDIS_HEALTH_CHECK_INTERVAL)
 * @param reconnectDelay pause between attempts (REDIS_RECONNECT_DELAY)
 * @param sentinelMaxRetryCount attempts of a command while a master is replaced (REDIS_SENTINEL_MAX_RETRY_COUNT)
 */
public record RedisSettings(
        Optional<RedisTarget> target,
        String keyPrefix,
        Duration connectTimeout,
        Duration commandTimeout,
        boolean keepAlive,
        Duration healthCheckInterval,
        Duration reconnectDelay,
        int sentinelMaxRetryCount) {}
