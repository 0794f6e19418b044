package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client may send (Socket.IO protocol 5, "Packet types"). Binary ones are incomplete until resolved. */
sealed interface Packet {
    /** No answer is wanted. */
    long NO_ACK = -1;

    String namespace();

    /** Binary messages that must follow before the packet is whole. */
    default int attachments() {
        return 0;
    }

    record Connect(String namespace, ObjectNode auth) implements Packet {}

    record Disconnect(String namespace) implements Packet {}

    /** @param arguments a non-empty array whose first element is the name of the event */
    record Event(String namespace, long ackId, ArrayNode arguments, int attachments) implements Packet {
        String name() {
            JsonNode first = arguments.get(0);
            return first.isTextual() ? first.textValue() : first.asText();
        }
    }

    record Ack(String namespace, long ackId, ArrayNode arguments, int attachments) implements Packet {}
}
