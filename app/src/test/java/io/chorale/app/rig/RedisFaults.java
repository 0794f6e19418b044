package io.chorale.app.rig;

import io.chorale.test.RedisReplyException;
import io.chorale.test.RedisServer;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What happens to Redis and to the way to it. */
final class RedisFaults {
    private static final Pattern USED_MEMORY = Pattern.compile("used_memory:(\\d+)");
    private static final Duration FULL = Duration.ofSeconds(8);

    private RedisFaults() {}

    static void restart(Rig rig) {
        RedisServer redis = rig.redis().server();
        redis.stop();
        Rig.wait(Duration.ofSeconds(2));
        redis.startAgain();
    }

    static void killAndRestart(Rig rig) {
        RedisServer redis = rig.redis().server();
        redis.kill();
        Rig.wait(Duration.ofSeconds(2));
        redis.startAgain();
    }

    static void freeze(Rig rig) {
        RedisServer redis = rig.redis().server();
        redis.pause();
        Rig.wait(Duration.ofSeconds(10));
        redis.resume();
    }

    static void cutLinks(Rig rig) {
        for (int i = 0; i < Scale.REPLICAS; i++) {
            rig.link(i).isolate();
            Rig.wait(Duration.ofSeconds(3));
            rig.link(i).heal();
        }
    }

    static void killConnections(Rig rig) {
        RedisServer redis = rig.redis().server();
        for (int i = 0; i < 5; i++) {
            redis.command("CLIENT", "KILL", "TYPE", "pubsub");
            redis.command("CLIENT", "KILL", "TYPE", "normal");
            Rig.wait(Duration.ofSeconds(1));
        }
    }

    /** A replica reads nothing for a while, and what is published to it goes over what Redis keeps for a subscriber. */
    static void fillOutputBuffer(Rig rig) {
        RedisServer redis = rig.redis().server();
        redis.command("CONFIG", "SET", "client-output-buffer-limit", "pubsub 64kb 32kb 1");
        String channel = rig.redis().keys().stream()
                .filter(key -> key.contains(":replica:"))
                .findFirst()
                .orElseThrow();
        String garbage = "x".repeat(512 * 1024);
        for (int i = 0; i < Scale.REPLICAS; i++) {
            rig.link(i).hold();
        }
        Awaitility.await("Redis to cut a subscriber")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Long.valueOf(0).equals(redis.command("PUBLISH", channel, garbage)));
        for (int i = 0; i < Scale.REPLICAS; i++) {
            rig.link(i).heal();
        }
        redis.command("CONFIG", "SET", "client-output-buffer-limit", "pubsub 32mb 8mb 60");
    }

    static void fillMemory(Rig rig) {
        RedisServer redis = rig.redis().server();
        redis.command("CONFIG", "SET", "maxmemory", Long.toString(usedMemory(redis) - 1_000_000));
        mustRefuse(redis);
        Rig.wait(FULL);
        redis.command("CONFIG", "SET", "maxmemory", "0");
    }

    private static void mustRefuse(RedisServer redis) {
        Awaitility.await("Redis to be full").atMost(Duration.ofSeconds(5)).until(() -> {
            try {
                redis.command("SET", "full", "?");
                redis.command("DEL", "full");
                return false;
            } catch (RedisReplyException full) {
                return String.valueOf(full.getMessage()).startsWith("OOM");
            }
        });
    }

    /** So little memory that everything is evicted sooner or later; writes are refused when nothing is left. */
    static void evict(Rig rig) {
        RedisServer redis = rig.redis().server();
        redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        redis.command("CONFIG", "SET", "maxmemory", Long.toString(usedMemory(redis) - 50_000));
        Awaitility.await("Redis to evict")
                .atMost(Duration.ofSeconds(20))
                .until(() -> !String.valueOf(redis.command("INFO", "stats")).contains("evicted_keys:0\r"));
        Rig.wait(FULL);
        redis.command("CONFIG", "SET", "maxmemory", "0");
    }

    private static long usedMemory(RedisServer redis) {
        Matcher used = USED_MEMORY.matcher(String.valueOf(redis.command("INFO", "memory")));
        if (!used.find()) {
            throw new IllegalStateException("INFO memory without used_memory");
        }
        return Long.parseLong(used.group(1));
    }

    static void failOver(Rig rig) {
        ((Backend.Sentinel) rig.redis()).sentinel().failOver();
    }

    static void killClusterMaster(Rig rig) {
        RedisServer master = rig.redis().server();
        master.kill();
        Awaitility.await("another master")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> rig.redis().server() != master);
    }
}
