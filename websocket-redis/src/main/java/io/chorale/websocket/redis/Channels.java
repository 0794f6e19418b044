package io.chorale.websocket.redis;

import java.util.List;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RPatternTopic;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.PlainOptions;
import org.redisson.client.codec.ByteArrayCodec;

/**
 * Pub/sub as this manager uses it. In a cluster, channels of rooms are sharded: a plain publish there goes to every node.
 * Safe for use by many threads.
 */
final class Channels {
    private final RedissonClient client;
    private final boolean cluster;

    Channels(RedissonClient client, boolean cluster) {
        this.client = client;
        this.cluster = cluster;
    }

    /**
     * Subscribes, or throws when Redis does not confirm it in time. Later losses of the connection are cured by the
     * client library.
     *
     * @param onMessage must return at once
     * @return for {@link #unsubscribe}
     */
    int subscribe(Channel channel, Listener onMessage) {
        return channel.kind() == Kind.PATTERN
                ? patternTopic(channel)
                        .addListener(
                                byte[].class, (pattern, name, message) -> onMessage.heard(name.toString(), message))
                : topic(channel)
                        .addListener(byte[].class, (name, message) -> onMessage.heard(name.toString(), message));
    }

    void unsubscribe(Channel channel, int listener) {
        if (channel.kind() == Kind.PATTERN) {
            patternTopic(channel).removeListener(listener);
        } else {
            topic(channel).removeListener(listener);
        }
    }

    /**
     * Publishes all in this order, at most once; a lost answer is an exception.
     *
     * @return how many subscribers got each, as far as the server that took it knows
     */
    List<Long> publish(List<Message> messages) {
        // Not skipResult(): on a shared connection its reader takes the answers of other threads' commands for its own.
        RBatch batch = client.createBatch(BatchOptions.defaults().retryAttempts(0));
        for (Message message : messages) {
            Channel channel = message.channel();
            (isSharded(channel)
                            ? batch.getShardedTopic(channel.name(), ByteArrayCodec.INSTANCE)
                            : batch.getTopic(channel.name(), ByteArrayCodec.INSTANCE))
                    .publishAsync(message.body());
        }
        return batch.execute().getResponses().stream()
                .map(receivers -> ((Number) receivers).longValue())
                .toList();
    }

    private RTopic topic(Channel channel) {
        PlainOptions options = PlainOptions.name(channel.name()).codec(ByteArrayCodec.INSTANCE);
        return isSharded(channel) ? client.getShardedTopic(options) : client.getTopic(options);
    }

    private RPatternTopic patternTopic(Channel channel) {
        return client.getPatternTopic(channel.name(), ByteArrayCodec.INSTANCE);
    }

    private boolean isSharded(Channel channel) {
        return cluster && channel.kind() == Kind.ROOMS;
    }

    /** Is told what came in. */
    @FunctionalInterface
    interface Listener {
        /** @param channel that it was published on, also when a pattern was subscribed */
        void heard(String channel, byte[] message);
    }

    enum Kind {
        PLAIN,
        /** Carries events of rooms; sharded in a cluster. */
        ROOMS,
        /** All channels whose names match; cannot be published on. */
        PATTERN
    }

    record Channel(String name, Kind kind) {
        static Channel plain(String name) {
            return new Channel(name, Kind.PLAIN);
        }

        static Channel rooms(String name) {
            return new Channel(name, Kind.ROOMS);
        }

        static Channel pattern(String pattern) {
            return new Channel(pattern, Kind.PATTERN);
        }
    }

    record Message(Channel channel, byte[] body) {}
}
