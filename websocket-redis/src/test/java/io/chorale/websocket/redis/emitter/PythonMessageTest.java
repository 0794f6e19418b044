package io.chorale.websocket.redis.emitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.ClusterEvent.Disconnect;
import io.chorale.websocket.cluster.ClusterEvent.Join;
import io.chorale.websocket.cluster.ClusterEvent.Leave;
import io.chorale.websocket.cluster.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonMessageTest {
    @Test
    void readsEveryMessageThatTheLibraryWrites() throws ForeignMessageException {
        List<ClusterEvent> events = events();

        assertThat(events.subList(0, 15).stream().map(PythonMessageTest::arguments))
                .containsExactly(
                        "[\"ev\",{\"a\":1,\"é\":\"€😀\"}]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",\"x\"]",
                        "[\"ev\",\"a\",2,null]",
                        "[\"ev\",[\"a\",2]]",
                        "[\"ev\"]",
                        "[\"ev\"]",
                        "[\"ev\",[1.5,true,false,null,1152921504606846976,null]]",
                        "[\"ev\",{\"_placeholder\":true,\"num\":0}]",
                        "[\"ev\",{\"x\":{\"_placeholder\":true,\"num\":0},\"y\":[{\"_placeholder\":true,\"num\":1},\"z\"]}]",
                        "[\"ev\",\"a\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(events.get(13))
                .isInstanceOfSatisfying(
                        Broadcast.class,
                        event -> assertThat(event.attachments()).containsExactly(new byte[] {1}, new byte[] {2, 3}));
        assertThat(events.get(3))
                .isInstanceOfSatisfying(
                        Broadcast.class,
                        event -> assertThat(event.target()).isEqualTo(new Target(Set.of("r1", "r2"), Set.of())));
        assertThat(events.get(4).namespace()).isEqualTo("/custom");
        assertThat(events.get(6))
                .isInstanceOfSatisfying(
                        Broadcast.class,
                        event -> assertThat(event.target()).isEqualTo(new Target(Set.of(), Set.of("SID1", "SID2"))));
        assertThat(events.subList(15, 18))
                .containsExactly(
                        new Join("/", Target.room("SID1"), Set.of("room9")),
                        new Leave("/", Target.room("SID1"), Set.of("room9")),
                        new Leave("/", Target.room("room9"), Set.of("room9")));
        assertThat(events.get(19)).isEqualTo(new Disconnect("/", Target.room("SID1"), false));
    }

    @Test
    void answersOfOtherServersAndUnknownKindsAreNotForUs() throws ForeignMessageException {
        assertThat(PythonMessage.read(json("{\"method\":\"callback\",\"host_id\":\"h\",\"args\":[]}")))
                .isEmpty();
        assertThat(PythonMessage.read(json("{\"method\":\"tomorrow\"}"))).isEmpty();
        assertThat(PythonMessage.read(json("{\"method\":7}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}x",
                "{\"method\":\"emit\",\"data\":[]}",
                "{\"method\":\"emit\",\"event\":7,\"data\":[]}",
                "{\"method\":\"emit\",\"event\":\"disconnect\",\"data\":[]}",
                "{\"method\":\"emit\",\"event\":\"e\",\"data\":[],\"namespace\":\"no slash\"}",
                "{\"method\":\"emit\",\"event\":\"e\",\"data\":[],\"room\":{\"a\":1}}",
                "{\"method\":\"emit\",\"event\":\"e\",\"data\":[],\"binary\":true}",
                "{\"method\":\"emit\",\"event\":\"e\",\"data\":[[{\"_placeholder\":true,\"num\":1}],\"AQ==\"],\"binary\":true}",
                "{\"method\":\"emit\",\"event\":\"e\",\"data\":[[{\"_placeholder\":true,\"num\":-1}],\"AQ==\"],\"binary\":true}",
                "{\"method\":\"emit\",\"event\":\"e\",\"data\":[[{\"_placeholder\":true,\"num\":\"0\"}],\"AQ==\"],\"binary\":true}",
                "{\"method\":\"emit\",\"event\":\"e\",\"data\":[[1],\"not base64!\"],\"binary\":true}",
                "{\"method\":\"enter_room\",\"room\":\"r\"}",
                "{\"method\":\"enter_room\",\"sid\":\"s\"}"
            })
    void refusesWhatClientsWouldNotBear(String message) {
        assertThatThrownBy(() -> PythonMessage.read(json(message))).isInstanceOf(ForeignMessageException.class);
    }

    @Test
    void saysThatPicklesAreNotUnderstood() {
        assertThatThrownBy(() -> PythonMessage.read(new byte[] {(byte) 0x80, 4, (byte) 0x95, 0}))
                .isInstanceOf(ForeignMessageException.class)
                .hasMessageContaining("before 5.14");
    }

    @Test
    void refusesTenThousandBracketsAndElevenByteArrays() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        assertThatThrownBy(
                        () -> PythonMessage.read(json("{\"method\":\"emit\",\"event\":\"e\",\"data\":[" + deep + "]}")))
                .isInstanceOf(ForeignMessageException.class);

        String many = "{\"_placeholder\":true,\"num\":0},".repeat(10) + "{\"_placeholder\":true,\"num\":0}";
        assertThatThrownBy(() -> PythonMessage.read(json(
                        "{\"method\":\"emit\",\"event\":\"e\",\"binary\":true,\"data\":[[" + many + "],\"AQ==\"]}")))
                .hasMessageContaining("11 byte arrays");
    }

    @Test
    void mutatedMessagesAreReadOrRefusedAndNothingElse() {
        Mutations mutations = new Mutations(1);
        int refused = 0;
        for (int round = 0; round < 1_000; round++) {
            for (Vectors.Message message : Vectors.python()) {
                try {
                    PythonMessage.read(mutations.of(message.body()));
                } catch (ForeignMessageException expected) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    private static List<ClusterEvent> events() throws ForeignMessageException {
        List<ClusterEvent> events = new java.util.ArrayList<>();
        for (Vectors.Message message : Vectors.python()) {
            events.add(PythonMessage.read(message.body()).orElseThrow().event());
        }
        return events;
    }

    private static String arguments(ClusterEvent event) {
        return new String(((Broadcast) event).arguments(), StandardCharsets.UTF_8);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
