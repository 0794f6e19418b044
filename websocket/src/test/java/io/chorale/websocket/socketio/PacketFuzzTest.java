package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.chorale.websocket.testing.Allocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any messages are packets, or refused; nothing else is thrown, and memory is taken only for what was sent. */
class PacketFuzzTest {
    private static final int MAX_PAYLOAD = 100_000;
    private static final byte SEPARATOR = 0x1e;

    private final Json json = new Json(new JsonMapper(), SocketIoLimits.DEFAULTS);
    private final PacketDecoder decoder = new PacketDecoder(json, 10);

    /** The first message is a text, what follows behind a separator are its attachments. */
    @FuzzTest(maxDuration = "1m")
    void anyMessagesArePacketsOrRefused(byte[] bytes) {
        List<byte[]> messages = split(bytes);
        List<Packet> packets = new ArrayList<>(1);
        long allocated = Allocation.of(() -> read(messages, packets));
        assertThat(allocated).isLessThan(100_000 + 500L * bytes.length);
        for (Packet packet : packets) {
            assertThat(packet.namespace()).startsWith("/").doesNotContain(",");
            assertThat(packet.attachments()).isBetween(0, 10);
            if (packet instanceof Packet.Event event && event.attachments() == 0) {
                readsWhatItWrites(event);
            }
        }
    }

    private void read(List<byte[]> messages, List<Packet> packets) {
        packets.clear();
        byte[] text = messages.getFirst();
        try {
            @Nullable Packet packet = decoder.decode(text, 0, text.length);
            if (packet.attachments() > 0) {
                AttachmentCollector collector = new AttachmentCollector(packet, text.length, MAX_PAYLOAD);
                packet = null;
                for (int i = 1; i < messages.size() && packet == null; i++) {
                    packet = collector.add(messages.get(i));
                }
            }
            if (packet != null) {
                packets.add(packet);
            }
        } catch (MalformedPacketException refused) {
            // the connection ends
        }
    }

    /** What was taken can be sent on, and sent on again as the same (1e400 is null from then on, as in JavaScript). */
    private void readsWhatItWrites(Packet.Event event) {
        if (!event.arguments().get(0).isTextual()) {
            return;
        }
        Object[] arguments = Arguments.ofEvent(event.arguments(), json.mapper()).toArray();
        Json.Encoded encoded = json.event(event.name(), arguments);
        try {
            var again = json.array(encoded.json());
            if (!encoded.attachments().isEmpty()) {
                AttachmentCollector.resolve(again, encoded.attachments());
            }
            Object[] same = Arguments.ofEvent(again, json.mapper()).toArray();
            assertThat(json.event(event.name(), same).json()).isEqualTo(encoded.json());
        } catch (MalformedPacketException e) {
            throw new AssertionError("cannot read what was written: " + event, e);
        }
    }

    static List<byte[]> split(byte[] bytes) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == SEPARATOR) {
                parts.add(Arrays.copyOfRange(bytes, start, at));
                start = at + 1;
            }
        }
        return parts;
    }
}
