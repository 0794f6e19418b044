package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketDecoderTest {
    private final Json json = new Json(new ObjectMapper(), SocketIoLimits.DEFAULTS);
    private final PacketDecoder decoder = new PacketDecoder(json, 10);

    private Packet decode(String text) throws MalformedPacketException {
        byte[] padded = ("xx" + text + "yy").getBytes(StandardCharsets.UTF_8);
        return decoder.decode(padded, 2, padded.length - 4);
    }

    @Test
    void readsConnects() throws MalformedPacketException {
        assertThat(decode("0")).isEqualTo(new Packet.Connect("/", json.emptyObject()));
        assertThat(decode("0/adm")).isEqualTo(new Packet.Connect("/adm", json.emptyObject()));
        assertThat(decode("0/adm,")).isEqualTo(new Packet.Connect("/adm", json.emptyObject()));
        assertThat(decode("0/a?x=1,{\"token\":\"t\"}"))
                .isEqualTo(new Packet.Connect("/a?x=1", json.emptyObject().put("token", "t")));
    }

    @Test
    void readsDisconnects() throws MalformedPacketException {
        assertThat(decode("1")).isEqualTo(new Packet.Disconnect("/"));
        assertThat(decode("1/adm,")).isEqualTo(new Packet.Disconnect("/adm"));
    }

    @Test
    void readsEvents() throws MalformedPacketException {
        Packet.Event event = (Packet.Event) decode("2/adm,17[\"ev\",1,{\"a\":2}]");
        assertThat(event.namespace()).isEqualTo("/adm");
        assertThat(event.ackId()).isEqualTo(17);
        assertThat(event.name()).isEqualTo("ev");
        assertThat(event.arguments()).hasToString("[\"ev\",1,{\"a\":2}]");
        assertThat(((Packet.Event) decode("2[5]")).name()).isEqualTo("5");
        assertThat(((Packet.Event) decode("20[\"a\"]")).ackId()).isZero();
        assertThat(((Packet.Event) decode("2[\"a\"]")).ackId()).isEqualTo(Packet.NO_ACK);
        assertThat(((Packet.Event) decode("29007199254740991[\"a\"]")).ackId()).isEqualTo(9007199254740991L);
    }

    @Test
    void readsAnswers() throws MalformedPacketException {
        assertThat(decode("37[\"x\"]")).isEqualTo(new Packet.Ack("/", 7, json.array(bytes("[\"x\"]")), 0));
        assertThat(decode("31[]")).isEqualTo(new Packet.Ack("/", 1, json.array(bytes("[]")), 0));
    }

    @Test
    void countsAttachments() throws MalformedPacketException {
        assertThat(decode("52-/adm,7[\"ev\"]").attachments()).isEqualTo(2);
        assertThat(decode("510-[\"ev\"]").attachments()).isEqualTo(10);
        assertThat(decode("61-7[{\"_placeholder\":true,\"num\":0}]").attachments())
                .isEqualTo(1);
    }

    @Test
    void keepsOddJsonAsItIs() throws MalformedPacketException {
        String text = "2[\"e\",{\"__proto__\":1,\"a\":1,\"a\":2},123456789012345678901234567890,\"\\ud800\\u2028\"]";
        Packet.Event event = (Packet.Event) decode(text);
        assertThat(event.arguments().get(1)).hasToString("{\"__proto__\":1,\"a\":2}");
        assertThat(event.arguments().get(2)).hasToString("123456789012345678901234567890");
        assertThat(event.arguments().get(3).textValue()).isEqualTo("\ud800\u2028");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "7",
                "9[]",
                "-1",
                " 2[\"a\"]",
                "4",
                "4{\"message\":\"x\"}",
                "0[]",
                "0\"a\"",
                "05{}",
                "0{",
                "0{}x",
                "1{}",
                "1[]",
                "12",
                "2",
                "2{}",
                "2[]",
                "2[",
                "2[\"a\"",
                "2[\"a\"]]",
                "2[\"a\"] []",
                "2[\"a\"],",
                "2 [\"a\"]",
                "2abc[\"a\"]",
                "2[null]",
                "2[{\"toString\":1}]",
                "2[[\"a\"]]",
                "2[true]",
                "2\"a\"",
                "2null",
                "2[\"connect\"]",
                "2[\"connect_error\"]",
                "2[\"disconnect\"]",
                "2[\"disconnecting\"]",
                "2[\"newListener\"]",
                "2[\"removeListener\"]",
                "2-1[\"a\"]",
                "29007199254740992[\"a\"]",
                "200000000000000001[\"a\"]",
                "2[\"a\",NaN]",
                "2[\"a\",]",
                "2['a']",
                "3[]",
                "3",
                "37{}",
                "37",
                "3-1[]",
                "5",
                "5[\"a\"]",
                "5-[\"a\"]",
                "50-[\"a\"]",
                "501-[\"a\"]",
                "511-[\"a\"]",
                "5-1-[\"a\"]",
                "51[\"a\"]",
                "5 1-[\"a\"]",
                "51-{}",
                "61-[]",
                "599999999999999999999-[\"a\"]",
                "0/a\u001eb",
                "2\u0000[\u0000\"\u0000a"
            })
    void refusesWhatIsNoPacket(String text) {
        assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(() -> decode(text));
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() throws MalformedPacketException {
        assertThat(decode("2[\"a\"," + "[".repeat(199) + "]".repeat(199) + "]")).isNotNull();
        assertThatExceptionOfType(MalformedPacketException.class)
                .isThrownBy(() -> decode("2[\"a\"," + "[".repeat(200) + "]".repeat(200) + "]"));
        assertThatExceptionOfType(MalformedPacketException.class)
                .isThrownBy(() -> decode("2[\"a\"," + "[".repeat(100_000) + "]".repeat(100_000) + "]"));
        assertThat(decode("2[\"a\"," + "1".repeat(1_000) + "]")).isNotNull();
        assertThatExceptionOfType(MalformedPacketException.class)
                .isThrownBy(() -> decode("2[\"a\"," + "1".repeat(1_001) + "]"));
    }

    @Test
    void putsAttachmentsInPlace() throws MalformedPacketException {
        Packet packet =
                decode("52-[\"e\",{\"a\":[{\"_placeholder\":true,\"num\":1}]},{\"_placeholder\":true,\"num\":0},"
                        + "{\"_placeholder\":true,\"num\":1},{\"_placeholder\":false,\"num\":9}]");
        AttachmentCollector collector = new AttachmentCollector(packet, 100, 1_000);
        assertThat(collector.add(new byte[] {1})).isNull();
        Packet.Event whole = (Packet.Event) collector.add(new byte[] {2});
        assertThat(Objects.requireNonNull(whole).arguments())
                .hasToString("[\"e\",{\"a\":[\"Ag==\"]},\"AQ==\",\"Ag==\",{\"_placeholder\":false,\"num\":9}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"splice\"", "-1", "1", "0.5", "null", "[]", "\"0\"", "4294967296", "1e0"})
    void refusesPlaceholdersWithoutTheirAttachment(String num) throws MalformedPacketException {
        Packet packet = decode("51-[\"e\",{\"_placeholder\":true,\"num\":" + num + "}]");
        AttachmentCollector collector = new AttachmentCollector(packet, 0, 1_000);
        assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(() -> collector.add(new byte[1]));
    }

    @Test
    void refusesAttachmentsOfTooManyBytesInSum() throws MalformedPacketException {
        AttachmentCollector collector = new AttachmentCollector(decode("52-[\"e\"]"), 10, 1_000);
        collector.add(new byte[600]);
        assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(() -> collector.add(new byte[391]));
    }

    @Test
    void escapesWhatWouldBreakAPayload() {
        StringBuilder odd = new StringBuilder("\u2028\ud83d\ude00 \ud800 \udc00x");
        for (char c = 0; c < ' '; c++) {
            odd.append(c);
        }
        Json.Encoded encoded = json.event("e", odd.toString());
        for (byte b : encoded.json()) {
            assertThat(b < 0 || b >= ' ').isTrue();
        }
        String text = new String(encoded.json(), StandardCharsets.UTF_8);
        assertThat(text).containsIgnoringCase("\\ud800 ").containsIgnoringCase("\\udc00x");
        assertThat(json.answered(encoded.json(), List.of()).orElseThrow().get(1, String.class))
                .isEqualTo(odd.toString());
    }

    @Test
    void writesNumbersThatJsonDoesNotHaveAsNull() {
        Json.Encoded encoded = json.event(
                "e",
                Double.NaN,
                Float.POSITIVE_INFINITY,
                new double[] {1.5, Double.NEGATIVE_INFINITY},
                List.of(0.0 / 0));
        assertThat(new String(encoded.json(), StandardCharsets.UTF_8)).isEqualTo("[\"e\",null,null,[1.5,null],[null]]");
    }

    @Test
    void refusesToSendWhatClientsCannotTake() {
        for (String name : List.of("connect", "connect_error", "disconnect", "disconnecting", "newListener")) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> json.event(name))
                    .withMessageContaining("reserved");
        }
        Object[] ten = Collections.nCopies(10, new byte[1]).toArray();
        assertThat(json.event("e", ten).attachments()).hasSize(10);
        Object[] eleven = Collections.nCopies(11, new byte[1]).toArray();
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> json.event("e", eleven))
                .withMessageContaining("11 byte arrays");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
