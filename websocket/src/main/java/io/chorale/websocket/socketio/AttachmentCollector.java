package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a binary packet until its attachments are there. Used by the reader of one connection. */
final class AttachmentCollector {
    private final Packet packet;
    private final long maxBytes;
    private final List<byte[]> received = new ArrayList<>(1);
    private long bytes;

    /** @param size bytes of the text of the packet, which count as well */
    AttachmentCollector(Packet packet, long size, long maxBytes) {
        this.bytes = size;
        this.packet = packet;
        this.maxBytes = maxBytes;
    }

    long bytes() {
        return bytes;
    }

    /** Takes the next attachment; returns the packet when it is whole. */
    @Nullable
    Packet add(byte[] data) throws MalformedPacketException {
        bytes += data.length;
        if (bytes > maxBytes) {
            throw new MalformedPacketException(
                    Count.ATTACHMENTS_LIMITED, "attachments of more than " + maxBytes + " bytes");
        }
        received.add(data);
        if (received.size() < packet.attachments()) {
            return null;
        }
        return switch (packet) {
            case Packet.Event e -> new Packet.Event(e.namespace(), e.ackId(), resolve(e.arguments(), received), 0);
            case Packet.Ack a -> new Packet.Ack(a.namespace(), a.ackId(), resolve(a.arguments(), received), 0);
            default -> throw new IllegalStateException("no binary packet: " + packet);
        };
    }

    /** Puts the attachments in the place of their placeholders. Deep nesting was refused before. */
    static ArrayNode resolve(ArrayNode arguments, List<byte[]> attachments) throws MalformedPacketException {
        for (int i = 0; i < arguments.size(); i++) {
            arguments.set(i, resolved(arguments.get(i), attachments));
        }
        return arguments;
    }

    private static JsonNode resolved(JsonNode node, List<byte[]> attachments) throws MalformedPacketException {
        if (node instanceof ArrayNode array) {
            return resolve(array, attachments);
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        if (object.path("_placeholder").isBoolean()
                && object.path("_placeholder").booleanValue()) {
            JsonNode number = object.path("num");
            if (!number.isInt() || number.intValue() < 0 || number.intValue() >= attachments.size()) {
                throw new MalformedPacketException("a placeholder without its attachment");
            }
            return BinaryNode.valueOf(attachments.get(number.intValue()));
        }
        for (var property : object.properties()) {
            property.setValue(resolved(property.getValue(), attachments));
        }
        return object;
    }
}
