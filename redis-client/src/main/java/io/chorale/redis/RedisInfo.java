package io.chorale.redis;

import io.chorale.config.RedisTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;

/**
 * What a server says of itself, for start-up lines and the doctor.
 *
 * @param name where it is, without user and password
 * @param product {@code Redis} or {@code Valkey}
 * @param roundTrip of one command, connection already open
 * @param role {@code master} or {@code slave}
 * @param evictionPolicy {@code maxmemory-policy}; anything but noeviction and volatile-* may drop live state
 * @param maxMemory bytes, 0 for no limit
 * @param appendOnly whether writes survive a crash of the server
 */
public record RedisInfo(
        String name,
        String product,
        String version,
        Duration roundTrip,
        String role,
        String evictionPolicy,
        long maxMemory,
        boolean appendOnly) {

    private static final RedisScript<byte @Nullable []> INFO = RedisScript.returningBytes(RedisInfo.class, "info.lua");

    /** @throws org.redisson.client.RedisException when the server does not answer */
    public static RedisInfo probe(RedissonClient client, RedisTarget target, Keyspace keys) {
        ask(client, keys);
        long start = System.nanoTime();
        Map<String, String> facts = ask(client, keys);
        Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
        boolean valkey = facts.containsKey("valkey_version");
        return new RedisInfo(
                RedisNames.of(target),
                valkey ? "Valkey" : "Redis",
                facts.getOrDefault(valkey ? "valkey_version" : "redis_version", "unknown"),
                roundTrip,
                facts.getOrDefault("role", "unknown"),
                facts.getOrDefault("maxmemory_policy", "unknown"),
                Long.parseLong(facts.getOrDefault("maxmemory", "0")),
                facts.getOrDefault("aof_enabled", "0").equals("1"));
    }

    /** Does the policy let the server drop sessions and events that are still in use? */
    public boolean mayEvictLiveKeys() {
        return maxMemory > 0 && evictionPolicy.startsWith("allkeys");
    }

    @Override
    public String toString() {
        return "%s (%s %s, %s, %.1f ms)".formatted(name, product, version, role, roundTrip.toNanos() / 1e6);
    }

    private static Map<String, String> ask(RedissonClient client, Keyspace keys) {
        byte[] answer = INFO.run(client, List.of(keys.replicas()));
        if (answer == null) {
            return Map.of();
        }
        return new String(answer, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> line.indexOf(':') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1),
                        (first, again) -> first));
    }
}
