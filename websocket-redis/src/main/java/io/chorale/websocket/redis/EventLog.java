package io.chorale.websocket.redis;

import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.api.stream.StreamReadArgs;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * The log as Redis holds it. Every method throws Redisson's exceptions when Redis does not answer. Safe for use by many
 * threads.
 */
final class EventLog {
    private static final RedisScript<List<@Nullable Object>> APPEND =
            RedisScript.returningList(EventLog.class, "append.lua");
    private static final byte[] FIELD = {'1'};
    private static final LogPosition BEFORE_ALL = new LogPosition(0, 0);

    private final RedissonClient client;
    private final RStream<byte[], byte[]> blocking;
    private final RStream<byte[], byte[]> stream;
    private final List<String> keys;
    private final String writerId;
    private final ManagerOptions options;

    /** @param blockingClient for the one reader that waits for new entries */
    EventLog(
            RedissonClient client,
            RedissonClient blockingClient,
            Keyspace keys,
            String writerId,
            ManagerOptions options) {
        this.client = client;
        this.stream = client.getStream(keys.log(), ByteArrayCodec.INSTANCE);
        this.blocking = blockingClient.getStream(keys.log(), ByteArrayCodec.INSTANCE);
        this.keys = List.of(keys.log(), keys.logHead(), keys.logWriter(writerId), keys.logOnce());
        this.writerId = writerId;
        this.options = options;
    }

    /**
     * Appends each event unless it is there already, so that a repetition after a lost answer does no harm.
     *
     * @param known the log must not end before this position; if it does, it has lost entries and begins a new epoch
     * @return the newest position
     */
    LogPosition append(List<Outbox.Waiting> events, LogPosition known) {
        List<Object> arguments = new ArrayList<>(2 * events.size() + 7);
        arguments.add(events.isEmpty() ? 0 : events.getFirst().sequence());
        arguments.add(options.logEntries());
        arguments.add(options.logLife().toMillis());
        arguments.add(options.writerLife().toMillis());
        arguments.add(known.millis());
        arguments.add(known.number());
        arguments.add(writerId);
        events.forEach(event -> {
            arguments.add(event.key());
            arguments.add(event.message());
        });
        return position(APPEND.run(client, keys, arguments.toArray()));
    }

    /** Makes sure that there is a log, and returns its end. */
    LogPosition open() {
        return append(List.of(), BEFORE_ALL);
    }

    /** Makes sure that the log does not end before a known position, and returns its end. */
    LogPosition check(LogPosition known) {
        return append(List.of(), known);
    }

    /** Waits for entries after a position, for at most the given time. */
    List<Entry> await(LogPosition after, int most, Duration patience) {
        return entries(blocking.read(
                StreamReadArgs.greaterThan(after.streamId()).count(most).timeout(patience)));
    }

    /** Entries after a position up to another one, oldest first. */
    List<Entry> range(LogPosition after, LogPosition to, int most) {
        return entries(stream.range(StreamRangeArgs.startIdExclusive(after.streamId())
                .endId(to.streamId())
                .count(most)));
    }

    private static List<Entry> entries(@Nullable Map<StreamMessageId, Map<byte[], byte[]>> found) {
        if (found == null) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>(found.size());
        found.forEach((id, fields) -> entries.add(new Entry(LogPosition.of(id), message(fields))));
        return entries;
    }

    private static byte @Nullable [] message(Map<byte[], byte[]> fields) {
        for (Map.Entry<byte[], byte[]> field : fields.entrySet()) {
            if (Arrays.equals(field.getKey(), FIELD)) {
                return field.getValue();
            }
        }
        return null;
    }

    private static LogPosition position(List<@Nullable Object> answer) {
        return new LogPosition(number(answer.get(0)), number(answer.get(1)));
    }

    private static long number(@Nullable Object text) {
        if (text instanceof byte[] digits) {
            return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
        }
        throw new MalformedMessageException("not a number: " + text);
    }

    /** @param message null for an entry that carries no event of this version, such as the first of an epoch */
    record Entry(LogPosition position, byte @Nullable [] message) {}
}
