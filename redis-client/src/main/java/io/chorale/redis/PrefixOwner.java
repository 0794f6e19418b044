package io.chorale.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisException;

/** Which installation a key prefix belongs to. Two under one prefix would mix up their sessions and events. */
public final class PrefixOwner {
    private static final RedisScript<byte @Nullable []> CLAIM =
            RedisScript.returningBytes(PrefixOwner.class, "claim-prefix.lua");

    private PrefixOwner() {}

    /**
     * Takes the prefix for an installation unless it belongs to one. Over a connection of its own; may be done by all
     * replicas at once.
     *
     * @param id of the installation, unique to its database
     * @param patience how long to try to connect, at least once
     * @return the id that the prefix belongs to now
     * @throws RedisUnavailableException when Redis does not answer
     */
    public static String claim(RedisSettings settings, RedisTarget target, String id, Duration patience) {
        try (RedisClients clients = new RedisClients(settings, "chorale-installation")) {
            byte[] owner = CLAIM.run(
                    clients.open(target, patience),
                    List.of(Keyspace.of(settings, target).installation()),
                    id);
            return owner == null ? id : new String(owner, StandardCharsets.UTF_8);
        } catch (RedisException e) {
            throw new RedisUnavailableException(RedisNames.of(target) + " does not answer: " + e.getMessage(), e);
        }
    }
}
