package io.chorale.websocket.redis.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.ClusterEvent.Disconnect;
import io.chorale.websocket.cluster.ClusterEvent.Join;
import io.chorale.websocket.cluster.ClusterEvent.Leave;
import io.chorale.websocket.cluster.ClusterEvent.ServerSide;
import io.chorale.websocket.cluster.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeMessageTest {
    private static final String KEY = "socket.io";

    @Test
    void readsEveryMessageThatTheLibraryWrites() throws ForeignMessageException {
        List<ForeignEvent> events = new ArrayList<>();
        for (Vectors.Message message : Vectors.node()) {
            events.add(NodeMessage.read(KEY, message.channel(), message.body()).orElseThrow());
        }

        assertThat(events.subList(0, 9).stream().map(NodeMessageTest::arguments))
                .containsExactly(
                        "[\"ev\",{\"a\":1,\"é\":\"€😀\"}]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",1,null,true,1.5,9007199254740992]",
                        "[\"ev\",\"v\"]",
                        "[\"ev\",{\"_placeholder\":true,\"num\":0},{\"b\":{\"_placeholder\":true,\"num\":1}}]",
                        "[\"ev\",{\"d\":\"1970-01-01T00:00:00Z\"},null]",
                        "[\"ev\",1]");
        assertThat(events.get(2).event())
                .isInstanceOfSatisfying(
                        Broadcast.class,
                        event -> assertThat(event.target()).isEqualTo(new Target(Set.of("r1", "r2"), Set.of())));
        assertThat(events.get(3).event())
                .isInstanceOfSatisfying(
                        Broadcast.class,
                        event -> assertThat(event.target()).isEqualTo(new Target(Set.of(), Set.of("r3"))));
        assertThat(events.get(4).event().namespace()).isEqualTo("/custom");
        assertThat(events).extracting(ForeignEvent::droppable).containsOnlyOnce(true);
        assertThat(events.get(5).droppable()).isTrue();
        assertThat(events.get(6).event())
                .isInstanceOfSatisfying(
                        Broadcast.class,
                        event -> assertThat(event.attachments())
                                .containsExactly(new byte[] {1, 2, 3}, new byte[] {(byte) 0xff}));
        assertThat(events.get(8).event())
                .isInstanceOfSatisfying(
                        Broadcast.class, event -> assertThat(event.target()).isEqualTo(Target.room("42")));
        assertThat(events.get(9).event()).isEqualTo(new Join("/", Target.room("r1"), Set.of("j1", "j2")));
        assertThat(events.get(10).event()).isEqualTo(new Leave("/", new Target(Set.of(), Set.of("r9")), Set.of("j1")));
        assertThat(events.get(11).event()).isEqualTo(new Disconnect("/", Target.room("r1"), true));
        assertThat(events.get(12).event())
                .isInstanceOfSatisfying(
                        ServerSide.class,
                        event -> assertThat(new String(event.arguments(), StandardCharsets.UTF_8))
                                .isEqualTo("[\"hello\",1,{\"a\":2}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dd7fffffff", // an array of two thousand million
                "c67fffffff00", // as many bytes
                "db7fffffff00",
                "c97fffffff0500",
                "c1",
                "90",
                "93a1618190", // a map with an array for a key
                "9180",
                "93a1618080"
            })
    void refusesGarbageWithoutAllocatingWhatItClaims(String hex) {
        assertThatThrownBy(() ->
                        NodeMessage.read(KEY, "socket.io#/#", HexFormat.of().parseHex(hex)))
                .isInstanceOf(ForeignMessageException.class);
    }

    @Test
    void refusesAPacketForAnotherNamespaceThanItsChannel() {
        Vectors.Message message = Vectors.node().getFirst();

        assertThatThrownBy(() -> NodeMessage.read(KEY, "socket.io#/other#", message.body()))
                .hasMessageContaining("another namespace");
        assertThatThrownBy(() -> NodeMessage.read(KEY, "socket.io#none", message.body()))
                .hasMessageContaining("without a namespace");
    }

    @Test
    void mutatedMessagesAreReadOrRefusedAndNothingElse() {
        Mutations mutations = new Mutations(2);
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            for (Vectors.Message message : Vectors.node()) {
                try {
                    NodeMessage.read(KEY, message.channel(), mutations.of(message.body()));
                } catch (ForeignMessageException expected) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(8_000);
    }

    private static String arguments(ForeignEvent event) {
        return new String(((Broadcast) event.event()).arguments(), StandardCharsets.UTF_8);
    }
}
