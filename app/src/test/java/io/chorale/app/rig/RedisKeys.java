package io.chorale.app.rig;

import io.chorale.test.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a run's replicas have in Redis, against the table of {@code docs/redis-keys.md}. */
final class RedisKeys {
    private static final Path PAGE = Path.of("..", "docs", "redis-keys.md");

    private final Backend redis;
    private final List<Pattern> kinds;

    RedisKeys(Backend redis) throws IOException {
        this.redis = redis;
        this.kinds = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `P:"))
                .map(line -> line.substring(5, line.indexOf('`', 3)))
                .map(RedisKeys::pattern)
                .toList();
    }

    private static Pattern pattern(String name) {
        return Pattern.compile("\\{?open-webui}?:"
                + Arrays.stream(name.split("<[^>]+>", -1)).map(Pattern::quote).collect(Collectors.joining(".+")));
    }

    /** The id of the replica at each port. */
    Map<Integer, String> replicas() {
        RedisServer server = redis.server();
        Map<Integer, String> ids = new HashMap<>();
        for (String key : redis.keys()) {
            int name = key.indexOf(":replica:");
            if (name > 0) {
                String words = String.valueOf(server.command("GET", key));
                String port = words.replaceFirst(".*\"address\":\"[^\"]*:(\\d+)\".*", "$1");
                ids.put(Integer.valueOf(port), key.substring(name + ":replica:".length()));
            }
        }
        return ids;
    }

    /** Entries of the session pool, or -1 when there is no such key. */
    long presence() {
        for (String key : redis.keys()) {
            if (key.endsWith(":session_pool") && redis.server().command("HLEN", key) instanceof Long entries) {
                return entries;
            }
        }
        return -1;
    }

    /**
     * Keys that are of no kind in the table, and keys and members that name one of the dead. The number of a writer's last
     * event stays for ten minutes on purpose: a replica that only stood still and wakes up appends nothing twice.
     */
    List<String> left(Set<String> dead) {
        List<String> left = new ArrayList<>();
        for (String key : redis.keys()) {
            if (kinds.stream().noneMatch(kind -> kind.matcher(key).matches())) {
                left.add("unknown:" + key);
            }
            String content = key.endsWith(":replicas") ? String.valueOf(members(key)) : "";
            dead.stream().filter(id -> key.contains(id) || content.contains(id)).forEach(id -> left.add(key));
        }
        return left;
    }

    private Object members(String key) {
        return java.util.Objects.requireNonNull(redis.server().command("ZRANGE", key, "0", "-1"));
    }
}
