package io.chorale.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;

/** Asks a server who it is and what it can do, over a connection of its own: start-up lines and clear errors. */
public final class RedisProbe {
    private RedisProbe() {}

    /**
     * @param patience how long to try, at least once
     * @throws RedisUnavailableException when it does not answer, or not as replicas need it; the message names it without its password
     */
    public static RedisInfo ask(RedisSettings settings, RedisTarget target, Duration patience) {
        try (RedisClients clients = new RedisClients(settings, "chorale-probe")) {
            RedissonClient client = clients.open(target, patience);
            Keyspace keys = Keyspace.of(settings, target);
            refuse(target, new RedisTrials(client, target, keys).all());
            return RedisInfo.probe(client, target, keys);
        } catch (RedisException e) {
            throw new RedisUnavailableException(RedisNames.of(target) + " does not answer: " + e.getMessage(), e);
        }
    }

    /**
     * Tries all that replicas will need, for a person to read.
     *
     * @throws RedisUnavailableException when it does not answer
     */
    public static List<RedisTrial> tryAll(RedisSettings settings, RedisTarget target, Duration patience) {
        try (RedisClients clients = new RedisClients(settings, "chorale-probe")) {
            return new RedisTrials(clients.open(target, patience), target, Keyspace.of(settings, target)).all();
        }
    }

    private static void refuse(RedisTarget target, List<RedisTrial> trials) {
        String told = trials.stream()
                .filter(trial -> !trial.works())
                .map(trial ->
                        "%s: %s cannot do what replicas need: %s%n  Seen: %s%n  Why it matters: %s.%n  What to do: %s."
                                .formatted(
                                        trial.fault().orElseThrow().code(),
                                        RedisNames.of(target),
                                        trial.ability().what(),
                                        trial.seen(),
                                        trial.ability().matter(),
                                        trial.cure()))
                .collect(Collectors.joining("\n"));
        if (!told.isEmpty()) {
            throw new RedisUnavailableException(told, null);
        }
    }
}
