package io.chorale.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;

/**
 * Live settings as Redis has them: one key for each, as in Open WebUI, a version, and a message for each change. Only a
 * mirror: nothing here is believed, the database is the truth. Safe for use by many threads.
 *
 * <p>While Redis is away each method throws {@link org.redisson.client.RedisException} after the command time-out and its
 * retries; the subscription comes back by itself.
 */
public final class ConfigMirror implements AutoCloseable {
    private static final RedisScript<Long> WRITE = RedisScript.returningLong(ConfigMirror.class, "config-write.lua");
    private static final RedisScript<List<@Nullable Object>> REPORT =
            RedisScript.returningList(ConfigMirror.class, "config-report.lua");
    private static final RedisScript<byte @Nullable []> FINGERPRINT =
            RedisScript.returningBytes(ConfigMirror.class, "fingerprint.lua");
    private static final String NONE = "";

    private final RedissonClient client;
    private final Keyspace keys;
    private final RTopic topic;

    public ConfigMirror(RedissonClient client, Keyspace keys) {
        this.client = client;
        this.keys = keys;
        this.topic = client.getTopic(keys.configEvents(), ByteArrayCodec.INSTANCE);
    }

    /**
     * Subscribes.
     *
     * @param onChange something changed, or may have been missed; on a Redisson thread, so it must not block
     */
    public void listen(Runnable onChange) {
        topic.addListener(byte[].class, (channel, message) -> onChange.run());
        topic.addListener(new StatusListener() {
            @Override
            public void onSubscribe(String channel) {
                onChange.run();
            }

            @Override
            public void onUnsubscribe(String channel) {}
        });
    }

    /** Takes back what {@link #listen} did, also the half of it when it failed. */
    public void stopListening() {
        topic.removeAllListeners();
    }

    /**
     * What the mirror holds.
     *
     * @param version as it stands there, empty when there is none
     * @param values JSON by name; names that have no key are missing
     */
    public record State(Optional<String> version, Map<String, String> values) {}

    /** @param names at most some hundred */
    public State read(List<String> names) {
        List<String> all = new ArrayList<>();
        all.add(keys.configVersion());
        names.forEach(name -> all.add(keys.config(name)));
        Map<String, String> found = client.getBuckets(StringCodec.INSTANCE).get(all.toArray(String[]::new));
        Map<String, String> values = new LinkedHashMap<>();
        names.forEach(name -> {
            String value = found.get(keys.config(name));
            if (value != null) {
                values.put(name, value);
            }
        });
        return new State(Optional.ofNullable(found.get(keys.configVersion())), values);
    }

    /**
     * Writes a whole revision and announces it.
     *
     * @param seen the version that may be replaced even if it is higher: that of a database that was restored since
     * @return false when the mirror is ahead
     */
    public boolean write(long revision, Map<String, String> values, Optional<String> seen) {
        List<String> names = new ArrayList<>();
        List<Object> arguments = new ArrayList<>(List.of(revision, seen.orElse(NONE), keys.configEvents()));
        names.add(keys.configVersion());
        values.forEach((name, value) -> {
            names.add(keys.config(name));
            arguments.add(value);
        });
        return WRITE.run(client, names, arguments.toArray()) == 1;
    }

    /**
     * Says which revision this replica has applied.
     *
     * @param silence after which a replica counts as gone
     * @return the revision of each replica, this one's included
     */
    public Map<String, Long> report(String replica, long revision, Duration silence) {
        List<@Nullable Object> answer =
                REPORT.run(client, List.of(keys.configReplicas()), replica, revision, silence.toMillis());
        Map<String, Long> revisions = new LinkedHashMap<>();
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            revisions.put(text(answer.get(i)), Long.parseLong(text(answer.get(i + 1))));
        }
        return revisions;
    }

    /**
     * Leaves the fingerprint of the installation's secret when there is none.
     *
     * @param replaceable one that may be replaced
     * @return the fingerprint that is there now
     */
    public String fingerprint(String mine, Optional<String> replaceable) {
        return text(FINGERPRINT.run(client, List.of(keys.secretFingerprint()), mine, replaceable.orElse(NONE)));
    }

    private static String text(@Nullable Object answer) {
        return answer instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(answer);
    }

    @Override
    public void close() {
        topic.removeAllListeners();
    }
}
