package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chorale.websocket.engineio.EnginePacket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PacketCodecPropertyTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Json json = new Json(new ObjectMapper(), SocketIoLimits.DEFAULTS);
    private final PacketDecoder decoder = new PacketDecoder(json, 10);

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] bytes) {
        tryToDecode(bytes);
    }

    @Property
    void anythingThatLooksLikeAPacketIsReadOrRefused(@ForAll("almostPackets") String text) {
        tryToDecode(text.getBytes(StandardCharsets.UTF_8));
    }

    private void tryToDecode(byte[] bytes) {
        try {
            Packet packet = decoder.decode(bytes, 0, bytes.length);
            assertThat(packet.attachments()).isBetween(0, 10);
            assertThat(packet.namespace()).startsWith("/");
        } catch (MalformedPacketException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> almostPackets() {
        return Arbitraries.strings()
                .withChars("0123456789-/,[]{}\":aé \u0000\u001e\\untrefls.")
                .ofMaxLength(40)
                .map(tail -> tail.length() % 3 == 0 ? "2[\"a\"," + tail : tail);
    }

    /** What the server writes, it reads as the very same: as its clients write the same grammar. */
    @Property
    void writingAndReadingIsTheIdentity(
            @ForAll("namespaces") String namespace, @ForAll("ids") long id, @ForAll("values") List<JsonNode> values)
            throws MalformedPacketException {
        Json.Encoded encoded = json.event("name", values.toArray());
        EnginePacket packet = PacketEncoder.event(namespace, id, encoded, null);

        Packet.Event read = (Packet.Event) read(packet);
        assertThat(read.namespace()).isEqualTo(namespace);
        assertThat(read.ackId()).isEqualTo(id);
        assertThat(read.name()).isEqualTo("name");
        List<JsonNode> arguments = new ArrayList<>();
        read.arguments().forEach(arguments::add);
        assertThat(arguments.subList(1, arguments.size())).isEqualTo(values);
    }

    /** Reads a packet from its polling payload, so that its attachments and separators are proved as well. */
    private Packet read(EnginePacket packet) throws MalformedPacketException {
        String[] parts = new String(packet.pollingPayload(), StandardCharsets.UTF_8).split("\u001e", -1);
        byte[] text = parts[0].substring(1).getBytes(StandardCharsets.UTF_8);
        Packet read = decoder.decode(text, 0, text.length);
        assertThat(read.attachments()).isEqualTo(parts.length - 1);
        if (parts.length == 1) {
            return read;
        }
        AttachmentCollector collector = new AttachmentCollector(read, 0, 1_000_000);
        Packet whole = null;
        for (int i = 1; i < parts.length; i++) {
            whole = collector.add(Base64.getDecoder().decode(parts[i].substring(1)));
        }
        if (whole == null) {
            throw new AssertionError("attachments are missing");
        }
        return whole;
    }

    @Provide
    Arbitrary<String> namespaces() {
        return Arbitraries.strings()
                .ofMaxLength(12)
                .filter(text -> text.chars().noneMatch(c -> c == ',' || c < ' ' || Character.isSurrogate((char) c)))
                .map(text -> "/" + text);
    }

    @Provide
    Arbitrary<Long> ids() {
        return Arbitraries.longs().between(-1, (1L << 53) - 1);
    }

    @Provide
    Arbitrary<List<JsonNode>> values() {
        return value(2).list().ofMaxSize(5).filter(values -> binaries(values) <= 10);
    }

    private static long binaries(Iterable<JsonNode> values) {
        long count = 0;
        for (JsonNode value : values) {
            count += value.isBinary() ? 1 : binaries(value);
        }
        return count;
    }

    private static Arbitrary<JsonNode> value(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.strings().map(NODES::textNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.bigIntegers()
                        .filter(number -> number.bitLength() > 64)
                        .map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.bytes().array(byte[].class).map(BinaryNode::new),
                Arbitraries.just(NODES.nullNode()));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> array = value(depth - 1)
                .list()
                .ofMaxSize(3)
                .map(items -> NODES.arrayNode().addAll(items));
        Arbitrary<JsonNode> object = Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), value(depth - 1))
                .ofMaxSize(3)
                .map(members -> NODES.objectNode().setAll(members));
        return Arbitraries.oneOf(leaf, array, object);
    }
}
