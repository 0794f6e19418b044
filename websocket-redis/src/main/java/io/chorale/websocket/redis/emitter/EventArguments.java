package io.chorale.websocket.redis.emitter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes an argument list as Socket.IO has it: bytes go out as attachments, numbers that JSON does not have become null, as
 * JavaScript writes them. For one list.
 */
final class EventArguments {
    /** The parser of the reference client drops the connection at more. */
    private static final int MOST_ATTACHMENTS = 10;
    /** Likewise when an event is called like one of its own. */
    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    /** An emoji takes 4 bytes then, not 12. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final List<byte[]> attachments = new ArrayList<>();
    private final byte[] json;

    private EventArguments(List<JsonNode> arguments) throws ForeignMessageException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = JSON.createGenerator(out)) {
            generator.writeStartArray();
            for (JsonNode argument : arguments) {
                write(argument, generator);
            }
            generator.writeEndArray();
        } catch (IOException e) {
            throw new ForeignMessageException("the arguments cannot be written as JSON");
        }
        this.json = out.toByteArray();
        if (attachments.size() > MOST_ATTACHMENTS) {
            throw new ForeignMessageException(attachments.size() + " byte arrays; clients accept " + MOST_ATTACHMENTS);
        }
    }

    /** @throws ForeignMessageException when clients would drop their connection at such an event */
    static EventArguments of(List<JsonNode> nameAndArguments) throws ForeignMessageException {
        if (nameAndArguments.isEmpty() || !nameAndArguments.getFirst().isTextual()) {
            throw new ForeignMessageException("an event without a name");
        }
        String name = nameAndArguments.getFirst().textValue();
        if (RESERVED.contains(name)) {
            throw new ForeignMessageException("the event name \"" + name + "\" is reserved by Socket.IO");
        }
        return new EventArguments(nameAndArguments);
    }

    byte[] json() {
        return json;
    }

    List<byte[]> attachments() {
        return attachments;
    }

    private void write(JsonNode node, JsonGenerator out) throws IOException {
        if (node.isObject()) {
            out.writeStartObject();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                out.writeFieldName(field.getKey());
                write(field.getValue(), out);
            }
            out.writeEndObject();
        } else if (node.isArray()) {
            out.writeStartArray();
            for (JsonNode element : node) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (node.isBinary()) {
            out.writeStartObject();
            out.writeBooleanField("_placeholder", true);
            out.writeNumberField("num", attachments.size());
            out.writeEndObject();
            attachments.add(node.binaryValue());
        } else if (node.isNull() || node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            out.writeNull();
        } else {
            node.serialize(out, null);
        }
    }
}
