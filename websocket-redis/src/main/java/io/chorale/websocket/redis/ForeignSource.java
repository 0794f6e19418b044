package io.chorale.websocket.redis;

import io.chorale.redis.Keyspace;
import io.chorale.websocket.redis.Channels.Channel;
import io.chorale.websocket.redis.emitter.ForeignEvent;
import io.chorale.websocket.redis.emitter.ForeignMessageException;
import io.chorale.websocket.redis.emitter.NodeMessage;
import io.chorale.websocket.redis.emitter.PythonMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One kind of foreign emitter: where it speaks, and how to read it. */
interface ForeignSource {
    List<Channel> channels();

    /** @return empty for what is not meant for us */
    Optional<ForeignEvent> read(String channel, byte[] message) throws ForeignMessageException;

    /** Those that the settings turn on. */
    static List<ForeignSource> of(ManagerOptions settings, Keyspace keys) {
        List<ForeignSource> sources = new ArrayList<>();
        if (settings.pythonEmitters().enabled()) {
            sources.add(new Python(settings.pythonEmitters().channel().orElse(keys.pythonEmitters())));
        }
        if (settings.nodeEmitters().enabled()) {
            sources.add(new Node(settings.nodeEmitters().channel().orElse(keys.nodeEmitters())));
        }
        return sources;
    }

    /** @param channel of python-socketio's manager */
    record Python(String channel) implements ForeignSource {
        @Override
        public List<Channel> channels() {
            return List.of(Channel.plain(channel));
        }

        @Override
        public Optional<ForeignEvent> read(String from, byte[] message) throws ForeignMessageException {
            return PythonMessage.read(message);
        }
    }

    /** @param key of {@code @socket.io/redis-emitter} */
    record Node(String key) implements ForeignSource {
        @Override
        public List<Channel> channels() {
            String literally = key.replaceAll("[*?\\[\\]\\\\^]", "\\\\$0");
            return List.of(Channel.pattern(literally + "#*"), Channel.pattern(literally + "-request#*"));
        }

        @Override
        public Optional<ForeignEvent> read(String from, byte[] message) throws ForeignMessageException {
            return NodeMessage.read(key, from, message);
        }
    }
}
