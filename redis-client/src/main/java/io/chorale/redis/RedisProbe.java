package io.chorale.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import java.time.Duration;
import org.redisson.client.RedisException;

/** Asks a server who it is over a connection of its own, for start-up lines and a clear error when it is away. */
public final class RedisProbe {
    private RedisProbe() {}

    /**
     * @param patience how long to try, at least once
     * @throws RedisUnavailableException when it does not answer; the message names it without its password
     */
    public static RedisInfo ask(RedisSettings settings, RedisTarget target, Duration patience) {
        try (RedisClients clients = new RedisClients(settings, "chorale-probe")) {
            return RedisInfo.probe(clients.open(target, patience), target, Keyspace.of(settings, target));
        } catch (RedisException e) {
            throw new RedisUnavailableException(RedisNames.of(target) + " does not answer: " + e.getMessage(), e);
        }
    }
}
