package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.websocket.cluster.ClusterReply.Ack;
import io.chorale.websocket.cluster.ClusterReply.Expect;
import io.chorale.websocket.cluster.ClusterReply.SocketInfo;
import io.chorale.websocket.cluster.ClusterReply.Sockets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplicaMessageTest {
    static Stream<ReplicaMessage> messages() {
        byte[] json = {'[', ']'};
        return Stream.of(
                new ReplicaMessage.Reply(new Expect(1, "me", 3)),
                new ReplicaMessage.Reply(new Ack(1, "me", json, List.of(json, new byte[0]))),
                new ReplicaMessage.Reply(
                        new Sockets(1, "me", List.of(new SocketInfo("s", Set.of("r1", "r2"), json, json)))),
                new ReplicaMessage.Displaced("key"),
                new ReplicaMessage.Beat(7));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void comesBackAsItWent(ReplicaMessage message) {
        assertThat(ReplicaMessage.parse(message.encode()))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesEveryShortenedMessageAndIgnoresFieldsOfALaterVersion(ReplicaMessage message) {
        byte[] encoded = message.encode();
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> ReplicaMessage.parse(cut)).isInstanceOf(MalformedMessageException.class);
        }
        byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
        assertThat(ReplicaMessage.parse(longer)).usingRecursiveComparison().isEqualTo(message);
    }

    @Test
    void refusesRandomBytesWithItsOwnException() {
        Random random = new Random(42);
        List<byte[]> valid = messages().map(ReplicaMessage::encode).toList();
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = valid.get(random.nextInt(valid.size())).clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                ReplicaMessage.parse(bytes);
            } catch (MalformedMessageException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
