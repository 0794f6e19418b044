package io.chorale.websocket.redis.emitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Puts byte arrays in the places of {@code {"_placeholder":true,"num":0}}. */
final class Placeholders {
    private Placeholders() {}

    static byte[] base64(JsonNode node) throws ForeignMessageException {
        try {
            return Base64.getDecoder().decode(node.isTextual() ? node.textValue() : "not text");
        } catch (IllegalArgumentException e) {
            throw new ForeignMessageException("a byte array that is not base64");
        }
    }

    static JsonNode resolve(JsonNode node, List<byte[]> attachments) throws ForeignMessageException {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : node) {
                array.add(resolve(element, attachments));
            }
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.path("_placeholder").asBoolean()) {
            return new BinaryNode(attachment(node.path("num"), attachments));
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            object.set(field.getKey(), resolve(field.getValue(), attachments));
        }
        return object;
    }

    private static byte[] attachment(JsonNode number, List<byte[]> attachments) throws ForeignMessageException {
        if (!number.isInt() || number.intValue() < 0 || number.intValue() >= attachments.size()) {
            throw new ForeignMessageException("a placeholder for a byte array that is not there");
        }
        return attachments.get(number.intValue());
    }
}
