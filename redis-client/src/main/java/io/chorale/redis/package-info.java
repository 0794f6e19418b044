/**
 * The one place that turns settings into Redis connections and names into keys.
 *
 * <p>{@link io.chorale.redis.RedisClients} opens clients, {@link io.chorale.redis.Keyspace} names every key and channel,
 * {@link io.chorale.redis.RedisScript} runs Lua. Nothing else in the code base builds a key by hand.
 */
@NullMarked
package io.chorale.redis;

import org.jspecify.annotations.NullMarked;
