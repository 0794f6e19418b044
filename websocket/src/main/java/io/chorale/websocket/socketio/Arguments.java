package io.chorale.websocket.socketio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client sent with an event or as an answer, without the name of the event. Clients choose what is in it: each
 * access is checked and says what was wrong. Not to be changed; safe for use by many threads.
 */
public final class Arguments {
    private final List<JsonNode> values;
    private final ObjectMapper mapper;

    private Arguments(List<JsonNode> values, ObjectMapper mapper) {
        this.values = values;
        this.mapper = mapper;
    }

    /** The arguments behind the name of an event. */
    static Arguments ofEvent(ArrayNode packet, ObjectMapper mapper) {
        List<JsonNode> values = new ArrayList<>(packet.size());
        packet.forEach(values::add);
        return new Arguments(List.copyOf(values.subList(1, values.size())), mapper);
    }

    static Arguments ofAnswer(ArrayNode packet, ObjectMapper mapper) {
        List<JsonNode> values = new ArrayList<>(packet.size());
        packet.forEach(values::add);
        return new Arguments(List.copyOf(values), mapper);
    }

    public int size() {
        return values.size();
    }

    /** The argument as it came, byte arrays as binary nodes; a missing node when there are fewer arguments. */
    public JsonNode tree(int index) {
        return index < values.size() ? values.get(index) : MissingNode.getInstance();
    }

    /**
     * The argument as an object of the given class.
     *
     * @throws BadArgumentException when it is missing or of another shape
     */
    public <T> T get(int index, Class<T> type) {
        JsonNode value = tree(index);
        if (value.isMissingNode() || value.isNull()) {
            throw new BadArgumentException("Argument " + index + " is missing; " + type.getSimpleName() + " expected.");
        }
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        try {
            return mapper.treeToValue(value, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new BadArgumentException(
                    "Argument " + index + " is " + value.getNodeType() + " and does not fit " + type.getSimpleName()
                            + ".",
                    e);
        }
    }

    /**
     * The argument as bytes.
     *
     * @throws BadArgumentException when it is not binary
     */
    public byte[] binary(int index) {
        JsonNode value = tree(index);
        if (!value.isBinary()) {
            throw new BadArgumentException("Argument " + index + " is " + value.getNodeType() + ", not binary.");
        }
        try {
            return value.binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them, to be sent on as they are. */
    public Object[] toArray() {
        return values.toArray();
    }

    /** The arguments from an index on; none when there are fewer. */
    public Arguments from(int index) {
        return new Arguments(values.subList(Math.min(index, values.size()), values.size()), mapper);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
