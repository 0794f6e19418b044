package io.chorale.websocket.socketio;

import io.chorale.websocket.engineio.EnginePacket;
import io.chorale.websocket.socketio.Json.Encoded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes packets: the Engine.IO message type, then {@code <type>[<attachments>-][/namespace,][ack id][JSON]}. */
final class PacketEncoder {
    private static final char MESSAGE = '4';

    private PacketEncoder() {}

    static EnginePacket connect(String namespace, byte[] json) {
        return simple('0', namespace, json);
    }

    static EnginePacket disconnect(String namespace) {
        return simple('1', namespace, new byte[0]);
    }

    static EnginePacket connectError(String namespace, byte[] json) {
        return simple('4', namespace, json);
    }

    /** @param offset appended as last argument: the position that a resuming client names */
    static EnginePacket event(String namespace, long ackId, Encoded arguments, @Nullable String offset) {
        return packet('2', '5', namespace, ackId, arguments, offset);
    }

    static EnginePacket answer(String namespace, long ackId, Encoded arguments) {
        return packet('3', '6', namespace, ackId, arguments, null);
    }

    /** Tells a client the position of the log without anything for the application. */
    static EnginePacket primer(String namespace, String offset) {
        byte[] name = "[\"$offset\"]".getBytes(StandardCharsets.US_ASCII);
        return event(namespace, Packet.NO_ACK, new Encoded(name, List.of()), offset);
    }

    private static EnginePacket simple(char type, String namespace, byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + namespace.length() + 8);
        out.write(MESSAGE);
        out.write(type);
        writeNamespace(namespace, out);
        out.writeBytes(json);
        return EnginePacket.of(out.toByteArray(), List.of());
    }

    private static EnginePacket packet(
            char plain, char binary, String namespace, long ackId, Encoded arguments, @Nullable String offset) {
        byte[] json = arguments.json();
        int attachments = arguments.attachments().size();
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + namespace.length() + 48);
        out.write(MESSAGE);
        out.write(attachments == 0 ? plain : binary);
        if (attachments > 0) {
            writeAscii(attachments + "-", out);
        }
        writeNamespace(namespace, out);
        if (ackId != Packet.NO_ACK) {
            writeAscii(Long.toString(ackId), out);
        }
        if (offset == null) {
            out.writeBytes(json);
        } else {
            out.write(json, 0, json.length - 1);
            writeAscii(",\"" + offset + "\"]", out);
        }
        return EnginePacket.of(out.toByteArray(), arguments.attachments());
    }

    private static void writeNamespace(String namespace, ByteArrayOutputStream out) {
        if (!namespace.equals("/")) {
            out.writeBytes(namespace.getBytes(StandardCharsets.UTF_8));
            out.write(',');
        }
    }

    private static void writeAscii(String text, ByteArrayOutputStream out) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
