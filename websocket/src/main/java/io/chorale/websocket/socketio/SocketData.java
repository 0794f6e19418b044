package io.chorale.websocket.socketio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the application knows of a socket, as JSON values under names. Other replicas see it ({@link RemoteSocket}), and
 * it comes back with a resumed session. Safe for use by many threads.
 */
public final class SocketData {
    private final Map<String, JsonNode> values = new ConcurrentHashMap<>();
    private final ObjectMapper mapper;
    private final Runnable changed;

    SocketData(ObjectMapper mapper, Runnable changed) {
        this.mapper = mapper;
        this.changed = changed;
    }

    /**
     * @throws IllegalArgumentException when the value is of another shape
     */
    public <T> Optional<T> get(String name, Class<T> type) {
        JsonNode value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(mapper.treeToValue(value, type));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The socket's \"" + name + "\" is " + value.getNodeType() + ", no " + type.getSimpleName(), e);
        }
    }

    /**
     * Sets a value; a copy as JSON is kept.
     *
     * @throws IllegalArgumentException when it cannot be written as JSON
     */
    public void put(String name, Object value) {
        values.put(name, mapper.<JsonNode>valueToTree(value));
        changed.run();
    }

    public void remove(String name) {
        if (values.remove(name) != null) {
            changed.run();
        }
    }

    /** A copy of all values. */
    public ObjectNode tree() {
        ObjectNode tree = mapper.createObjectNode();
        values.forEach(tree::set);
        return tree;
    }

    void restore(JsonNode tree) {
        values.clear();
        tree.properties().forEach(property -> values.put(property.getKey(), property.getValue()));
    }
}
