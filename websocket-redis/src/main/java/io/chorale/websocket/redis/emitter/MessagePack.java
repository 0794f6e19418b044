package io.chorale.websocket.redis.emitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/**
 * Reads MessagePack as a tree of JSON with byte arrays in it. Nothing is allocated before its bytes are known to be there.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack specification</a>
 */
final class MessagePack {
    private static final int DEEPEST = 100;
    private static final byte TIMESTAMP = -1;

    private final MessageUnpacker in;
    private final int length;

    private MessagePack(byte[] message) {
        this.in = org.msgpack.core.MessagePack.newDefaultUnpacker(message);
        this.length = message.length;
    }

    /** @throws ForeignMessageException unless the bytes are one value and nothing else */
    static JsonNode read(byte[] message) throws ForeignMessageException {
        MessagePack reader = new MessagePack(message);
        try {
            JsonNode value = reader.value(0);
            if (reader.in.hasNext()) {
                throw new ForeignMessageException("bytes after the end");
            }
            return value;
        } catch (IOException | MessagePackException e) {
            throw new ForeignMessageException("not MessagePack: " + e.getClass().getSimpleName());
        }
    }

    private JsonNode value(int depth) throws IOException, ForeignMessageException {
        if (depth > DEEPEST) {
            throw new ForeignMessageException("nested more than " + DEEPEST + " deep");
        }
        return switch (in.getNextFormat().getValueType()) {
            case NIL -> {
                in.unpackNil();
                yield NullNode.getInstance();
            }
            case BOOLEAN -> BooleanNode.valueOf(in.unpackBoolean());
            case INTEGER -> integer();
            case FLOAT -> new DoubleNode(in.unpackDouble());
            case STRING -> new TextNode(new String(bytes(in.unpackRawStringHeader()), StandardCharsets.UTF_8));
            case BINARY -> new BinaryNode(bytes(in.unpackBinaryHeader()));
            case ARRAY -> array(depth);
            case MAP -> map(depth);
            case EXTENSION -> extension();
        };
    }

    private JsonNode integer() throws IOException {
        var number = in.unpackBigInteger();
        return number.bitLength() < Long.SIZE ? new LongNode(number.longValue()) : new BigIntegerNode(number);
    }

    private JsonNode array(int depth) throws IOException, ForeignMessageException {
        int count = counted(in.unpackArrayHeader());
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < count; i++) {
            array.add(value(depth + 1));
        }
        return array;
    }

    private JsonNode map(int depth) throws IOException, ForeignMessageException {
        int count = counted(in.unpackMapHeader());
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < count; i++) {
            JsonNode name = value(depth + 1);
            if (!name.isTextual() && !name.isNumber()) {
                throw new ForeignMessageException("a key that is neither text nor number");
            }
            map.set(name.asText(), value(depth + 1));
        }
        return map;
    }

    /** JavaScript's dates; it writes them as text in JSON. */
    private JsonNode extension() throws IOException, ForeignMessageException {
        ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
        if (header.getType() != TIMESTAMP) {
            throw new ForeignMessageException("extension type " + header.getType());
        }
        counted(header.getLength());
        return new TextNode(in.unpackTimestamp(header).toString());
    }

    private byte[] bytes(int count) throws IOException, ForeignMessageException {
        return in.readPayload(counted(count));
    }

    /** Each thing that is counted takes at least a byte. */
    private int counted(int count) throws ForeignMessageException {
        if (count < 0 || count > length - in.getTotalReadBytes()) {
            throw new ForeignMessageException("a size of " + count + " in a message of " + length + " bytes");
        }
        return count;
    }
}
