/**
 * Joins replicas through Redis or Valkey.
 *
 * <p>Durable events travel through one Redis Stream, the log, which is their only order: {@link
 * io.chorale.websocket.redis.LogWriter} appends from a bounded outbox, exactly once; {@link
 * io.chorale.websocket.redis.LogReader} hands everything to this replica, its own events included. Volatile events and
 * messages to one replica travel by pub/sub. {@link io.chorale.websocket.redis.Membership} is the heartbeat. {@link
 * io.chorale.websocket.redis.RedisClusterManager} puts the parts together.
 *
 * <p>The keys are listed in {@code docs/redis-keys.md}.
 */
@NullMarked
package io.chorale.websocket.redis;

import org.jspecify.annotations.NullMarked;
