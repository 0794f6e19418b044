package io.chorale.websocket.redis.emitter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.ClusterEvent.Disconnect;
import io.chorale.websocket.cluster.ClusterEvent.Join;
import io.chorale.websocket.cluster.ClusterEvent.Leave;
import io.chorale.websocket.cluster.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Messages of python-socketio 5.15.1 and later, JSON: {@code data} is the argument list; with {@code "binary": true} it is the
 * list with placeholders, then each byte array in base64. Older versions pickle, which is never read: unpickling runs code.
 */
public final class PythonMessage {
    /** Python writes NaN and Infinity, which JSON does not have. */
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(1_000)
                            .build())
                    .build())
            .build()
            .reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PythonMessage() {}

    /**
     * @return empty for what is not meant for us: answers, and kinds that are not known
     * @throws ForeignMessageException when it is no such message
     */
    public static Optional<ForeignEvent> read(byte[] message) throws ForeignMessageException {
        JsonNode node = parse(message);
        String namespace = Rooms.namespace(node.path("namespace"));
        return switch (node.path("method").asText()) {
            case "emit" -> Optional.of(ForeignEvent.durable(emit(namespace, node)));
            case "enter_room" -> durable(new Join(namespace, socket(node), room(node)));
            case "leave_room" -> durable(new Leave(namespace, socket(node), room(node)));
            case "close_room" -> durable(new Leave(namespace, Target.room(Rooms.one(node.path("room"))), room(node)));
            case "disconnect" -> durable(new Disconnect(namespace, socket(node), false));
            default -> Optional.empty();
        };
    }

    private static Optional<ForeignEvent> durable(io.chorale.websocket.cluster.ClusterEvent event) {
        return Optional.of(ForeignEvent.durable(event));
    }

    private static JsonNode parse(byte[] message) throws ForeignMessageException {
        // Jackson would take zero bytes for UTF-16.
        if (message.length < 2 || message[0] != '{' || message[1] == 0) {
            throw new ForeignMessageException(
                    message.length > 0 && message[0] == (byte) 0x80
                            ? "a pickle: python-socketio before 5.14 is not understood"
                            : "no JSON object");
        }
        try {
            return JSON.readTree(message);
        } catch (IOException e) {
            throw new ForeignMessageException("no JSON, or beyond the limits");
        }
    }

    private static Broadcast emit(String namespace, JsonNode node) throws ForeignMessageException {
        List<JsonNode> event = new ArrayList<>();
        event.add(node.path("event"));
        event.addAll(node.path("binary").asBoolean() ? binary(node.path("data")) : arguments(node.path("data")));
        EventArguments arguments = EventArguments.of(event);
        Target target = new Target(Rooms.read(node.path("room")), Rooms.read(node.path("skip_sid")));
        return new Broadcast(namespace, target, arguments.json(), arguments.attachments(), Optional.empty());
    }

    private static List<JsonNode> binary(JsonNode data) throws ForeignMessageException {
        if (!data.isArray() || data.isEmpty()) {
            throw new ForeignMessageException("byte arrays without arguments");
        }
        List<byte[]> attachments = new ArrayList<>();
        for (int i = 1; i < data.size(); i++) {
            attachments.add(Placeholders.base64(data.get(i)));
        }
        return arguments(Placeholders.resolve(data.get(0), attachments));
    }

    /** A single null is how Python writes no argument. */
    private static List<JsonNode> arguments(JsonNode data) {
        if (!data.isArray()) {
            return data.isNull() || data.isMissingNode() ? List.of() : List.of(data);
        }
        if (data.size() == 1 && data.get(0).isNull()) {
            return List.of();
        }
        List<JsonNode> arguments = new ArrayList<>();
        data.forEach(arguments::add);
        return arguments;
    }

    private static Target socket(JsonNode node) throws ForeignMessageException {
        if (!(node.path("sid") instanceof TextNode id)) {
            throw new ForeignMessageException("no socket id");
        }
        return Target.room(Rooms.one(id));
    }

    private static Set<String> room(JsonNode node) throws ForeignMessageException {
        return Set.of(Rooms.one(node.path("room")));
    }
}
