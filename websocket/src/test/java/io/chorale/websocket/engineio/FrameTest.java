package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static io.chorale.websocket.testing.RawWebSocket.BINARY;
import static io.chorale.websocket.testing.RawWebSocket.CLOSE;
import static io.chorale.websocket.testing.RawWebSocket.CONTINUATION;
import static io.chorale.websocket.testing.RawWebSocket.FIN;
import static io.chorale.websocket.testing.RawWebSocket.PING;
import static io.chorale.websocket.testing.RawWebSocket.PONG;
import static io.chorale.websocket.testing.RawWebSocket.TEXT;
import static io.chorale.websocket.testing.RawWebSocket.encode;
import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.testing.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of RFC 6455 sections 5 to 7, frame by frame over a real socket; the names follow Autobahn's chapters. */
class FrameTest {
    private static final int MAX_PAYLOAD = 100_000;
    private static final int MAX_FRAGMENTS = 50;
    private static EngineFixture server;

    private RawWebSocket socket;
    private RecordingEngine.Recorded session;

    @BeforeAll
    static void start() {
        server = EngineFixture.start(options -> options.maxPayload(MAX_PAYLOAD).maxFragments(MAX_FRAGMENTS));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        socket = server.webSocket();
        session = server.application.of(EngineFixture.sid(socket.readText()));
    }

    @AfterEach
    void hangUp() {
        socket.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    // --- what works ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125, 126, 127, 128, 16_384, 16_385, 65_535, 65_536, 99_999})
    void echoesMessagesOfEveryLengthEncoding(int length) {
        String text = "x".repeat(length);
        assertThat(socket.text("4" + text).readText()).isEqualTo("4" + text);

        byte[] data = new byte[length];
        Arrays.fill(data, (byte) 0xff);
        RawWebSocket.Frame answer = socket.binary(data).read();
        assertThat(answer.opcode()).isEqualTo(BINARY);
        assertThat(answer.payload()).isEqualTo(data);
    }

    @Test
    void takesALengthInMoreBytesThanItNeeds() {
        socket.connection().send(hex("81 fe 00 02 00000000")).send("4a");
        assertThat(socket.readText()).isEqualTo("4a");
        socket.connection().send(hex("81 ff 0000000000000002 00000000")).send("4b");
        assertThat(socket.readText()).isEqualTo("4b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void answersAPingWithItsPayload(int length) {
        RawWebSocket.Frame pong = socket.frame(FIN | PING, new byte[length]).read();

        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.payload()).isEqualTo(new byte[length]);
    }

    @Test
    void answersManyPingsInOrder() {
        for (int i = 0; i < 100; i++) {
            socket.frame(FIN | PING, utf8("ping " + i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(socket.read().text()).isEqualTo("ping " + i);
        }
    }

    @Test
    void ignoresAPongThatNobodyAskedFor() {
        assertThat(socket.frame(FIN | PONG, utf8("x")).text("4a").readText()).isEqualTo("4a");
    }

    @Test
    void joinsFragmentsWithControlFramesBetweenThem() {
        socket.frame(TEXT, utf8("4a")).frame(FIN | PING, utf8("now")).frame(CONTINUATION, utf8("b"));
        socket.frame(FIN | PONG, new byte[0]).frame(CONTINUATION, new byte[0]).frame(FIN | CONTINUATION, utf8("c"));

        assertThat(socket.read())
                .extracting(RawWebSocket.Frame::opcode, RawWebSocket.Frame::text)
                .containsExactly(PONG, "now");
        assertThat(socket.readText()).isEqualTo("4abc");
        assertThat(socket.text("4next").readText()).as("nothing is left over").isEqualTo("4next");
    }

    @Test
    void joinsBinaryFragments() {
        socket.frame(BINARY, new byte[] {1}).frame(FIN | CONTINUATION, new byte[] {2});

        assertThat(socket.read().payload()).containsExactly(1, 2);
    }

    @Test
    void joinsACharacterThatIsCutByFragmentsAnywhere() {
        byte[] text = utf8("4κόσμε€🙂");
        for (int cut = 1; cut < text.length; cut++) {
            socket.frame(TEXT, Arrays.copyOf(text, cut));
            socket.frame(FIN | CONTINUATION, Arrays.copyOfRange(text, cut, text.length));
            assertThat(socket.readText()).isEqualTo("4κόσμε€🙂");
        }
    }

    @Test
    void takesFramesThatComeByteByByteOrManyAtOnce() {
        for (byte b : encode(FIN | TEXT, utf8("4slow"))) {
            socket.connection().send(new byte[] {b});
        }
        assertThat(socket.readText()).isEqualTo("4slow");
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            many.writeBytes(encode(FIN | TEXT, utf8("4" + i)));
        }
        socket.connection().send(many.toByteArray());
        for (int i = 0; i < 500; i++) {
            assertThat(socket.readText()).isEqualTo("4" + i);
        }
    }

    static Stream<String> validUtf8() {
        return Stream.of(
                "c2 80",
                "df bf",
                "e0 a0 80",
                "ed 9f bf",
                "ee 80 80",
                "ef bf bd",
                "ef bf bf",
                "f0 90 80 80",
                "f4 8f bf bf",
                "ef bb bf",
                "00",
                "7f");
    }

    @ParameterizedTest
    @MethodSource("validUtf8")
    void takesEveryCharacterThereIs(String character) {
        assertThat(socket.frame(FIN | TEXT, hex("34 " + character)).read().payload())
                .isEqualTo(hex("34 " + character));
    }

    // --- what does not ------------------------------------------------------------------------------------------

    static List<Arguments> violations() {
        List<Arguments> cases = new ArrayList<>();
        for (int bits : new int[] {0x40, 0x20, 0x10, 0x70}) {
            cases.add(Arguments.of("reserved bits " + bits, 1002, encode(FIN | bits | TEXT, utf8("4a"))));
            cases.add(Arguments.of("reserved bits of a ping " + bits, 1002, encode(FIN | bits | PING, utf8("a"))));
        }
        for (int opcode : new int[] {3, 4, 5, 6, 7, 0xb, 0xc, 0xd, 0xe, 0xf}) {
            cases.add(Arguments.of("opcode " + opcode, 1002, encode(FIN | opcode, new byte[0])));
        }
        cases.add(Arguments.of("opcode 3, noticed at its header", 1002, hex("83 fe ff ff")));
        cases.add(Arguments.of("unmasked", 1002, hex("81 02 34 61")));
        cases.add(Arguments.of("unmasked close", 1002, hex("88 00")));
        cases.add(Arguments.of("ping of 126 bytes", 1002, encode(FIN | PING, new byte[126])));
        cases.add(Arguments.of("pong of 70000 bytes", 1002, encode(FIN | PONG, new byte[70_000])));
        cases.add(Arguments.of("close of 126 bytes", 1002, encode(FIN | CLOSE, new byte[126])));
        cases.add(Arguments.of("fragmented ping", 1002, encode(PING, utf8("a"))));
        cases.add(Arguments.of("fragmented close", 1002, encode(CLOSE, new byte[0])));
        cases.add(Arguments.of("continuation of nothing", 1002, encode(FIN | CONTINUATION, utf8("a"))));
        cases.add(Arguments.of("open continuation of nothing", 1002, encode(CONTINUATION, utf8("a"))));
        cases.add(Arguments.of(
                "text inside a fragmented text", 1002, join(encode(TEXT, utf8("4a")), encode(FIN | TEXT, utf8("4b")))));
        cases.add(Arguments.of(
                "binary inside a fragmented text", 1002, join(encode(TEXT, utf8("4a")), encode(BINARY, utf8("b")))));
        cases.add(Arguments.of(
                "continuation after the end",
                1002,
                join(
                        encode(TEXT, utf8("6")),
                        encode(FIN | CONTINUATION, new byte[0]),
                        encode(CONTINUATION, utf8("b")))));
        cases.add(Arguments.of("negative length", 1002, hex("82 ff 8000000000000000 00000000")));
        cases.add(Arguments.of("length -1", 1002, hex("82 ff ffffffffffffffff 00000000")));
        cases.add(Arguments.of("length 2^63-1", 1009, hex("82 ff 7fffffffffffffff 00000000")));
        cases.add(Arguments.of("length 2^31", 1009, hex("82 ff 0000000080000000 00000000")));
        cases.add(Arguments.of("length 2^32+1", 1009, hex("82 ff 0000000100000001 00000000")));
        cases.add(Arguments.of("one byte too many, noticed at its header", 1009, hex("82 ff 00000000000186a1")));
        cases.add(Arguments.of("one byte too many, all there", 1009, encode(FIN | BINARY, new byte[MAX_PAYLOAD + 1])));
        cases.add(Arguments.of(
                "one byte too many in sum",
                1009,
                join(encode(BINARY, new byte[MAX_PAYLOAD]), encode(FIN | CONTINUATION, new byte[1]))));
        cases.add(Arguments.of("one fragment too many", 1009, fragments(MAX_FRAGMENTS + 1)));
        return cases;
    }

    private static byte[] join(byte[]... frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] frame : frames) {
            out.writeBytes(frame);
        }
        return out.toByteArray();
    }

    private static byte[] fragments(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(encode(BINARY, new byte[1]));
        for (int i = 1; i < count; i++) {
            out.writeBytes(encode(i == count - 1 ? FIN | CONTINUATION : CONTINUATION, new byte[1]));
        }
        return out.toByteArray();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("violations")
    void sendsAViolatorAway(String name, int code, byte[] bytes) {
        socket.connection().send(bytes);

        RawWebSocket.Frame close = socket.readClose();
        assertThat(close.closeCode()).isEqualTo(code);
        assertThat(close.closeReason()).isNotEmpty();
        eventually().untilAsserted(() -> assertThat(session.ends).containsExactly(CloseReason.PARSE_ERROR));
        assertThat(session.messages).isEmpty();
    }

    @Test
    void takesAsManyBytesAndFragmentsAsThereMayBe() {
        socket.frame(BINARY, new byte[MAX_PAYLOAD - 1]).frame(FIN | CONTINUATION, new byte[1]);
        assertThat(socket.read().payload()).hasSize(MAX_PAYLOAD);
        socket.connection().send(fragments(MAX_FRAGMENTS));
        assertThat(socket.read().payload()).hasSize(MAX_FRAGMENTS);
    }

    static Stream<String> invalidUtf8() {
        return Stream.of(
                "80",
                "bf",
                "c0 af",
                "c1 bf",
                "c3 28",
                "c3",
                "e2 82",
                "e0 80 af",
                "e0 9f bf",
                "ed a0 80",
                "ed bf bf",
                "f0 80 80 af",
                "f0 8f bf bf",
                "f4 90 80 80",
                "f5 80 80 80",
                "f8 88 80 80 80",
                "fe",
                "ff",
                "e2 28 a1",
                "f0 90 80",
                "41 42 43 44 45 46 47 48 49 c0");
    }

    @ParameterizedTest
    @MethodSource("invalidUtf8")
    void takesNoTextThatIsNotUtf8(String bytes) {
        socket.frame(FIN | TEXT, hex("34 " + bytes));

        assertThat(socket.readClose().closeCode()).isEqualTo(1007);
        eventually().untilAsserted(() -> assertThat(session.ends).containsExactly(CloseReason.PARSE_ERROR));
        assertThat(session.messages).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalidUtf8")
    void takesNoCloseReasonThatIsNotUtf8(String bytes) {
        assertThat(socket.frame(FIN | CLOSE, hex("03e8 " + bytes)).readClose().closeCode())
                .isEqualTo(1007);
    }

    @Test
    void noticesBadUtf8BeforeTheMessageEnds() {
        socket.frame(TEXT, hex("34 f4")).frame(CONTINUATION, hex("90"));

        assertThat(socket.readClose().closeCode())
                .as("there was no last fragment")
                .isEqualTo(1007);
    }

    // --- close --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void answersACloseFrameWithItsCodeAndHangsUp(int code) {
        RawWebSocket.Frame answer = socket.close(code, "bye ✓").read();

        assertThat(answer.opcode()).isEqualTo(CLOSE);
        assertThat(answer.closeCode()).isEqualTo(code);
        socket.connection().awaitEnd();
        eventually().untilAsserted(() -> assertThat(session.ends).containsExactly(CloseReason.TRANSPORT_CLOSE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void answersACodeThatMayNotBeSentWithAProtocolError(int code) {
        assertThat(socket.close(code, "").readClose().closeCode()).isEqualTo(1002);
    }

    @Test
    void answersACloseFrameWithoutCode() {
        assertThat(socket.frame(FIN | CLOSE, new byte[0]).readClose().closeCode())
                .isEqualTo(1000);
        socket.connection().awaitEnd();
    }

    @Test
    void answersHalfACloseCodeWithAProtocolError() {
        assertThat(socket.frame(FIN | CLOSE, new byte[] {3}).readClose().closeCode())
                .isEqualTo(1002);
    }

    @Test
    void takesNothingAfterTheCloseFrame() {
        socket.connection().send(join(encode(FIN | CLOSE, hex("03e8")), encode(FIN | TEXT, utf8("4late"))));

        assertThat(socket.readClose().closeCode()).isEqualTo(1000);
        eventually().untilAsserted(() -> assertThat(session.ends).containsExactly(CloseReason.TRANSPORT_CLOSE));
        assertThat(session.messages).isEmpty();
    }

    @Test
    void sendsWhatWasSentBeforeItCloses() {
        session.session.send(EnginePacket.of("4last words"));
        session.session.close(CloseReason.FORCED_CLOSE);

        assertThat(socket.readText()).isEqualTo("4last words");
        assertThat(socket.read().closeCode()).isEqualTo(1000);
        socket.close(1000, "").connection().awaitEnd();
        assertThat(session.ends).containsExactly(CloseReason.FORCED_CLOSE);
    }

    @Test
    void hangsUpOnAPeerThatDoesNotAnswerItsCloseFrame() {
        session.session.close(CloseReason.FORCED_CLOSE);

        assertThat(socket.readClose().closeCode()).isEqualTo(1000);
        socket.connection().awaitEnd();
    }
}
