package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import java.nio.charset.StandardCharsets;

/**
 * Reads packets from the bytes of text messages: {@code <type>[<attachments>-][/namespace,][ack id][JSON]}. Strict:
 * what the protocol does not name is refused. Safe for use by many threads.
 */
final class PacketDecoder {
    private static final String MAIN_NAMESPACE = "/";
    private static final int MAX_ID_DIGITS = 16;
    private static final long MAX_ID = (1L << 53) - 1;

    private final Json json;
    private final int maxAttachments;

    PacketDecoder(Json json, int maxAttachments) {
        this.json = json;
        this.maxAttachments = maxAttachments;
    }

    Packet decode(byte[] utf8, int offset, int length) throws MalformedPacketException {
        Cursor cursor = new Cursor(utf8, offset, offset + length);
        int type = cursor.next();
        int attachments = type == '5' || type == '6' ? attachments(cursor) : 0;
        String namespace = namespace(cursor);
        long id = id(cursor);
        return switch (type) {
            case '0' -> new Packet.Connect(namespace, auth(cursor, id));
            case '1' -> disconnect(namespace, cursor, id);
            case '2', '5' -> new Packet.Event(namespace, id, event(cursor), attachments);
            case '3', '6' -> new Packet.Ack(namespace, answered(id), array(cursor), attachments);
            default -> throw new MalformedPacketException("no packet type of a client");
        };
    }

    private int attachments(Cursor cursor) throws MalformedPacketException {
        int count = 0;
        while (cursor.peek() != '-') {
            int digit = cursor.next() - '0';
            if (digit < 0 || digit > 9 || (count == 0 && digit == 0)) {
                throw new MalformedPacketException("the number of attachments is no number from 1");
            }
            count = count * 10 + digit;
            if (count > maxAttachments) {
                throw new MalformedPacketException(
                        Count.ATTACHMENTS_LIMITED, "more than " + maxAttachments + " attachments");
            }
        }
        cursor.next();
        if (count == 0) {
            throw new MalformedPacketException("the number of attachments is missing");
        }
        return count;
    }

    /** Everything from the slash to the first comma, or to the end; nothing is normalised. */
    private static String namespace(Cursor cursor) throws MalformedPacketException {
        if (cursor.peek() != '/') {
            return MAIN_NAMESPACE;
        }
        int start = cursor.at;
        while (cursor.at < cursor.end && cursor.bytes[cursor.at] != ',') {
            int next = cursor.next();
            if (next >= 0 && next < ' ') { // would break the polling payload that carries the answer
                throw new MalformedPacketException("a control character in the namespace");
            }
        }
        String name = new String(cursor.bytes, start, cursor.at - start, StandardCharsets.UTF_8);
        if (cursor.at < cursor.end) {
            cursor.next();
        }
        return name;
    }

    private static long id(Cursor cursor) throws MalformedPacketException {
        int start = cursor.at;
        long id = 0;
        while (cursor.peek() >= '0' && cursor.peek() <= '9') {
            id = id * 10 + (cursor.next() - '0');
            if (cursor.at - start > MAX_ID_DIGITS || id > MAX_ID) {
                throw new MalformedPacketException("an ack id beyond 2^53-1");
            }
        }
        return cursor.at == start ? Packet.NO_ACK : id;
    }

    private ObjectNode auth(Cursor cursor, long id) throws MalformedPacketException {
        refuseId(id);
        if (cursor.remaining() == 0) {
            return json.emptyObject();
        }
        if (json.read(cursor.bytes, cursor.at, cursor.remaining()) instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedPacketException("the payload of CONNECT is no object");
    }

    private static Packet disconnect(String namespace, Cursor cursor, long id) throws MalformedPacketException {
        refuseId(id);
        if (cursor.remaining() > 0) {
            throw new MalformedPacketException("DISCONNECT with a payload");
        }
        return new Packet.Disconnect(namespace);
    }

    private ArrayNode event(Cursor cursor) throws MalformedPacketException {
        ArrayNode array = array(cursor);
        JsonNode name = array.get(0);
        if (name == null || !(name.isTextual() || name.isNumber())) {
            throw new MalformedPacketException("an event without a name");
        }
        if (name.isTextual() && ReservedEvents.contains(name.textValue())) {
            throw new MalformedPacketException("an event with a reserved name");
        }
        return array;
    }

    private ArrayNode array(Cursor cursor) throws MalformedPacketException {
        if (json.read(cursor.bytes, cursor.at, cursor.remaining()) instanceof ArrayNode array) {
            return array;
        }
        throw new MalformedPacketException("the payload is no array");
    }

    private static void refuseId(long id) throws MalformedPacketException {
        if (id != Packet.NO_ACK) {
            throw new MalformedPacketException("an ack id where none belongs");
        }
    }

    private static long answered(long id) throws MalformedPacketException {
        if (id == Packet.NO_ACK) {
            throw new MalformedPacketException("an answer without the id of its question");
        }
        return id;
    }

    private static final class Cursor {
        private static final int NOTHING = Integer.MIN_VALUE;

        private final byte[] bytes;
        private final int end;
        private int at;

        private Cursor(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        private int peek() {
            return at < end ? bytes[at] : NOTHING;
        }

        private int next() throws MalformedPacketException {
            if (at >= end) {
                throw new MalformedPacketException("the packet ends too early");
            }
            return bytes[at++];
        }

        private int remaining() {
            return end - at;
        }
    }
}
