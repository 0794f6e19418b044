package io.chorale.redis;

import io.chorale.config.RedisTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.api.RBucket;
import org.redisson.api.RStream;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.client.RedisException;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Tries with one client all that replicas will need. Each trial is independent of the others and ends within the
 * command time-outs of the client; keys end by themselves after {@link #LIFE}. For one thread.
 */
final class RedisTrials {
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 5;
    private static final Duration ECHO = Duration.ofSeconds(5);
    private static final RedisScript<Long> SEVERAL = RedisScript.returningLong(RedisTrials.class, "several-keys.lua");

    private final RedissonClient client;
    private final Keyspace keys;
    private final RedisTarget target;
    private final String id = UUID.randomUUID().toString();
    private final byte[] token = id.getBytes(StandardCharsets.UTF_8);

    RedisTrials(RedissonClient client, RedisTarget target, Keyspace keys) {
        this.client = client;
        this.target = target;
        this.keys = keys;
    }

    /** All of them, in the order of {@link RedisAbility}. */
    List<RedisTrial> all() {
        List<RedisTrial> trials = new ArrayList<>();
        for (RedisAbility ability : RedisAbility.values()) {
            trials.add(run(ability));
        }
        return trials;
    }

    /** Slow is not unable: what got no answer in time is tried again. */
    private RedisTrial run(RedisAbility ability) {
        RedisTrial trial = attempt(ability);
        for (int again = 1; again < ATTEMPTS && isWorthAnother(trial); again++) {
            trial = attempt(ability);
        }
        return trial;
    }

    private static boolean isWorthAnother(RedisTrial trial) {
        return trial.fault()
                .filter(fault -> fault == RedisFault.UNREACHABLE || fault == RedisFault.NO_ECHO)
                .isPresent();
    }

    private RedisTrial attempt(RedisAbility ability) {
        try {
            return switch (ability) {
                case WRITE -> write();
                case STREAM -> stream();
                case SCRIPT -> script();
                case CHANNEL -> channel();
                case VERSION -> version();
            };
        } catch (RedisException e) {
            return RedisRefusal.explain(ability, e);
        }
    }

    private RedisTrial write() {
        RBucket<byte[]> bucket = client.getBucket(keys.probe(id + ":value"), ByteArrayCodec.INSTANCE);
        bucket.set(token, LIFE);
        byte[] back = bucket.getAndDelete();
        return Arrays.equals(token, back)
                ? RedisTrial.passed(RedisAbility.WRITE, "wrote and read " + keys.probe("…"))
                : wrong(RedisAbility.WRITE, "what was written did not come back");
    }

    private RedisTrial stream() {
        RStream<byte[], byte[]> stream = client.getStream(keys.probe(id + ":stream"), ByteArrayCodec.INSTANCE);
        StreamMessageId entry = stream.add(StreamAddArgs.entry(token, token));
        stream.expire(LIFE);
        boolean read = stream.range(StreamMessageId.MIN, StreamMessageId.MAX).containsKey(entry);
        stream.delete();
        return read
                ? RedisTrial.passed(RedisAbility.STREAM, "added and read an entry")
                : wrong(RedisAbility.STREAM, "the entry that was added is not in the stream");
    }

    private RedisTrial script() {
        List<String> two = List.of(keys.probe(id + ":one"), keys.probe(id + ":two"));
        Long changed = SEVERAL.run(client, two, id, LIFE.toMillis());
        return changed == 2
                ? RedisTrial.passed(RedisAbility.SCRIPT, "changed two keys in one script")
                : wrong(RedisAbility.SCRIPT, "a script changed " + changed + " keys of 2");
    }

    private RedisTrial channel() {
        RTopic topic = client.getTopic(keys.probe(id), ByteArrayCodec.INSTANCE);
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        topic.publish(token); // a refusal of this one says why; one to subscribe ends in a time-out without a reason
        int listener = topic.addListener(byte[].class, (name, message) -> heard.complete(message));
        try {
            long start = System.nanoTime();
            topic.publish(token);
            heard.get(ECHO.toMillis(), TimeUnit.MILLISECONDS);
            return RedisTrial.passed(
                    RedisAbility.CHANNEL, "came back in %.1f ms".formatted((System.nanoTime() - start) / 1e6));
        } catch (TimeoutException | ExecutionException e) {
            return RedisTrial.failed(
                    RedisAbility.CHANNEL,
                    "a message to ourselves did not come back within " + ECHO.toSeconds() + " s",
                    RedisFault.NO_ECHO,
                    "look for a proxy between here and Redis that does not carry SUBSCRIBE");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisException("interrupted", e);
        } finally {
            topic.removeListener(listener);
        }
    }

    private RedisTrial version() {
        RedisInfo info = RedisInfo.probe(client, target, keys);
        String seen = info.product() + " " + info.version();
        return RedisVersion.isNewEnough(info.product(), info.version())
                ? RedisTrial.passed(RedisAbility.VERSION, seen)
                : RedisTrial.failed(
                        RedisAbility.VERSION,
                        seen,
                        RedisFault.TOO_OLD,
                        "run docker.io/valkey/valkey:8-alpine, or Redis " + RedisVersion.OLDEST + " or newer");
    }

    private static RedisTrial wrong(RedisAbility ability, String seen) {
        return RedisTrial.failed(
                ability, seen, RedisFault.WRONG_ANSWER, "is it a Redis or Valkey, and does nothing evict its keys?");
    }
}
