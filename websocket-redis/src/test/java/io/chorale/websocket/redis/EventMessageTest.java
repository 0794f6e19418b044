package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterEvent.Ask;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.ClusterEvent.Disconnect;
import io.chorale.websocket.cluster.ClusterEvent.FetchSockets;
import io.chorale.websocket.cluster.ClusterEvent.Join;
import io.chorale.websocket.cluster.ClusterEvent.Leave;
import io.chorale.websocket.cluster.ClusterEvent.ServerSide;
import io.chorale.websocket.cluster.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventMessageTest {
    private static final Target TARGET = new Target(Set.of("channel:ä", "b"), Set.of("x"));
    private static final Ask ASK = new Ask("me", 7, Duration.ofSeconds(5));

    static Stream<ClusterEvent> events() {
        return Stream.of(
                new Broadcast("/", TARGET, bytes("[\"e\",1]"), List.of(bytes("one"), bytes("")), Optional.of(ASK)),
                new Broadcast("/adm", Target.EVERYONE, bytes("[]"), List.of(), Optional.empty()),
                new Broadcast("/", TARGET, bytes("[\"typing\"]"), List.of(), Optional.empty(), "typing:ü"),
                new Join("/", TARGET, Set.of("new", "newer")),
                new Leave("/", TARGET, Set.of("old")),
                new Disconnect("/", TARGET, true),
                new Disconnect("/", TARGET, false),
                new FetchSockets("/", TARGET, ASK),
                new ServerSide("/", "me", bytes("[\"s\"]"), Optional.empty()),
                new ServerSide("/", "me", bytes("[\"s\"]"), Optional.of(ASK)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void comesBackAsItWent(ClusterEvent event) {
        byte[] encoded = EventMessage.encode(event, "writer");
        EventMessage.number(encoded, 4_711);

        EventMessage parsed = EventMessage.parse(encoded);

        assertThat(parsed.writer()).isEqualTo("writer");
        assertThat(parsed.sequence()).isEqualTo(4_711);
        assertThat(parsed.event()).usingRecursiveComparison().isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void refusesEveryShortenedMessageAndIgnoresFieldsOfALaterVersion(ClusterEvent event) {
        byte[] encoded = EventMessage.encode(event, "writer");

        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> EventMessage.parse(cut).event()).isInstanceOf(MalformedMessageException.class);
        }
        byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
        assertThat(EventMessage.parse(longer).event())
                .usingRecursiveComparison()
                .isEqualTo(event);
    }

    @Test
    void survivesRandomBytesWithoutAnyOtherException() {
        Random random = new Random(42);
        List<byte[]> valid =
                events().map(event -> EventMessage.encode(event, "w")).toList();
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = valid.get(random.nextInt(valid.size())).clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            assertThatCode(() -> parseOrRefuse(bytes)).doesNotThrowAnyException();
        }
    }

    @Test
    void readsTheHeadOfAMessageWhoseRestIsUnreadable() {
        byte[] encoded =
                EventMessage.encode(new Broadcast("/", TARGET, bytes("[]"), List.of(), Optional.empty()), "writer");
        byte[] cut = Arrays.copyOf(encoded, encoded.length - 2);

        assertThat(EventMessage.parse(cut).target()).isEqualTo(TARGET);
    }

    @Test
    void refusesAnotherVersion() {
        byte[] encoded = EventMessage.encode(new Disconnect("/", TARGET, true), "writer");
        encoded[0] = 2;

        assertThatThrownBy(() -> EventMessage.parse(encoded))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("version 2");
    }

    private static void parseOrRefuse(byte[] bytes) {
        try {
            EventMessage.parse(bytes).event();
        } catch (MalformedMessageException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
