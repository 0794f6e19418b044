package io.chorale.websocket.redis.emitter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.ClusterEvent.Disconnect;
import io.chorale.websocket.cluster.ClusterEvent.Join;
import io.chorale.websocket.cluster.ClusterEvent.Leave;
import io.chorale.websocket.cluster.ClusterEvent.ServerSide;
import io.chorale.websocket.cluster.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages of {@code @socket.io/redis-emitter} 5. Events come on {@code <key>#<namespace>#}, followed by {@code <room>#} when
 * it is just one, as MessagePack {@code [uid, packet, options]}; orders come on {@code <key>-request#<namespace>#} as JSON.
 */
public final class NodeMessage {
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(1_000)
                            .build())
                    .build())
            .build()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int EVENT = 2;
    private static final String REQUEST = "-request";
    /** The sender of server-side events; no replica is called so. */
    private static final String EMITTER = "emitter";

    private NodeMessage() {}

    /**
     * @param key what the emitter was given
     * @return empty for what is not meant for us: other channels that begin alike, and kinds that are not known
     * @throws ForeignMessageException when it is no such message
     */
    public static Optional<ForeignEvent> read(String key, String channel, byte[] message)
            throws ForeignMessageException {
        if (channel.startsWith(key + "#")) {
            return Optional.of(event(namespace(channel, key.length() + 1), MessagePack.read(message)));
        }
        if (channel.startsWith(key + REQUEST + "#")) {
            return order(namespace(channel, key.length() + REQUEST.length() + 1), request(message));
        }
        return Optional.empty();
    }

    private static String namespace(String channel, int from) throws ForeignMessageException {
        int end = channel.indexOf('#', from);
        if (end < 0 || channel.charAt(from) != '/') {
            throw new ForeignMessageException("a channel without a namespace");
        }
        return channel.substring(from, end);
    }

    private static JsonNode request(byte[] message) throws ForeignMessageException {
        if (message.length < 2 || message[0] != '{') {
            return MessagePack.read(message);
        }
        if (message[1] == 0) {
            throw new ForeignMessageException("no UTF-8");
        }
        try {
            return JSON.readTree(message);
        } catch (IOException e) {
            throw new ForeignMessageException("no JSON, or beyond the limits");
        }
    }

    private static ForeignEvent event(String namespace, JsonNode message) throws ForeignMessageException {
        JsonNode packet = message.path(1);
        JsonNode options = message.path(2);
        if (packet.path("type").asInt() != EVENT) {
            throw new ForeignMessageException("a packet that is no event");
        }
        if (!Rooms.namespace(packet.path("nsp")).equals(namespace)) {
            throw new ForeignMessageException("a packet for another namespace than the channel");
        }
        EventArguments arguments = EventArguments.of(list(packet.path("data")));
        Broadcast event =
                new Broadcast(namespace, target(options), arguments.json(), arguments.attachments(), Optional.empty());
        return new ForeignEvent(event, options.path("flags").path("volatile").asBoolean());
    }

    private static Optional<ForeignEvent> order(String namespace, JsonNode order) throws ForeignMessageException {
        Target target = target(order.path("opts"));
        ClusterEvent event = switch (order.path("type").asInt(-1)) {
            case 2 -> new Join(namespace, target, Rooms.read(order.path("rooms")));
            case 3 -> new Leave(namespace, target, Rooms.read(order.path("rooms")));
            case 4 -> new Disconnect(namespace, target, order.path("close").asBoolean());
            case 6 ->
                new ServerSide(
                        namespace,
                        EMITTER,
                        EventArguments.of(list(order.path("data"))).json(),
                        Optional.empty());
            default -> null;
        };
        return Optional.ofNullable(event).map(ForeignEvent::durable);
    }

    private static Target target(JsonNode options) throws ForeignMessageException {
        return new Target(Rooms.read(options.path("rooms")), Rooms.read(options.path("except")));
    }

    private static List<JsonNode> list(JsonNode data) {
        List<JsonNode> values = new ArrayList<>();
        data.forEach(values::add);
        return values;
    }
}
