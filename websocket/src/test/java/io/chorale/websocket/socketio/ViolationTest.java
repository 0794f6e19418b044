package io.chorale.websocket.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EngineOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each client that breaks the protocol loses its connection, and nobody else notices. */
class ViolationTest {
    private final SocketIoServer server = SocketIoServer.builder()
            .engine(EngineOptions.builder().maxPayload(1_000).build())
            .limits(SocketIoLimits.builder()
                    .attachmentTimeout(Duration.ofMillis(200))
                    .build())
            .build();
    private MemoryClient bystander;

    @BeforeEach
    void start() {
        server.namespace("/").on("echo", (socket, arguments, ack) -> socket.emit("echo", arguments.toArray()));
        server.namespace("/n");
        server.start();
        bystander = MemoryClient.connected(server);
    }

    @AfterEach
    void close() {
        bystander.expectNothingBefore("echo");
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "2{}",
                "2abc[\"message-with-ack\",1]",
                "2",
                "2[]",
                "2[{}]",
                "2[\"disconnect\"]",
                "7",
                "0{",
                "3[]",
                "511-[\"a\"]",
                "50-[\"a\"]",
                "1{}",
                "2 [\"a\"]"
            })
    void malformedPacketsCloseTheConnection(String packet) {
        MemoryClient client = MemoryClient.connected(server).send(packet);
        assertThat(client.closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2/n,[\"a\"]", "1/n,", "3/n,1[]", "2/random,[\"a\"]", "51-/n,[\"a\"]"})
    void packetsThatDoNotBelongThereCloseTheConnection(String packet) {
        MemoryClient client = MemoryClient.connected(server).send(packet);
        assertThat(client.closeReason()).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2[\"a\"]", "1", "31[]", "51-[\"a\"]"})
    void nothingComesBeforeAConnect(String packet) {
        MemoryClient client = new MemoryClient(server).send(packet);
        assertThat(client.closeReason()).isEqualTo(CloseReason.FORCED_SERVER_CLOSE);
    }

    @Test
    void binaryComesOnlyWhenItIsDue() {
        assertThat(MemoryClient.connected(server).sendBinary((byte) 1).closeReason())
                .isEqualTo(CloseReason.PARSE_ERROR);
        assertThat(new MemoryClient(server).sendBinary((byte) 1).closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
        MemoryClient client =
                MemoryClient.connected(server).send("51-[\"echo\"]").sendBinary((byte) 1);
        assertThat(client.next()).isEqualTo("2[\"echo\"]");
        assertThat(client.sendBinary((byte) 1).closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
    }

    @Test
    void nothingComesBetweenAttachments() {
        MemoryClient client =
                MemoryClient.connected(server).send("52-[\"echo\"]").sendBinary((byte) 1);
        assertThat(client.send("2[\"echo\"]").closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
    }

    @Test
    void attachmentsAreBoundedInBytesAndTime() {
        MemoryClient many = MemoryClient.connected(server).send("53-[\"echo\"]").sendBinary(new byte[600]);
        assertThat(many.sendBinary(new byte[600]).closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
        MemoryClient late = MemoryClient.connected(server).send("51-[\"echo\"]");
        assertThat(late.closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
        assertThat(server.metrics().get(SocketIoMetrics.Count.ATTACHMENT_TIMEOUT))
                .isEqualTo(1);
    }

    @Test
    void nothingIsReadBehindAViolation() {
        MemoryClient client = MemoryClient.connected(server).send("2{}").send("2[\"echo\",1]");
        assertThat(client.closeReason()).isEqualTo(CloseReason.PARSE_ERROR);
        assertThat(client.nextNow()).isNull();
        assertThat(server.metrics().get(SocketIoMetrics.Count.MALFORMED)).isEqualTo(1);
    }

    @Test
    void unknownAnswersAreIgnored() {
        MemoryClient client = MemoryClient.connected(server).send("30[]").send("39007199254740991[1]");
        client.expectNothingBefore("echo");
    }
}
