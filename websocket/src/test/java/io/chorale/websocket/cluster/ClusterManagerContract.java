package io.chorale.websocket.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.cluster.ClusterEvent.Ask;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.RecordingReplica.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ClusterManager} keeps. Implementations run it by extending it. */
public abstract class ClusterManagerContract {
    protected static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<ClusterManager> opened = new ArrayList<>();
    private final RecordingReplica here = new RecordingReplica();
    private final RecordingReplica there = new RecordingReplica();
    private ClusterManager one;
    private ClusterManager other;

    /** A further replica of the cluster of this test, with a recovery window of a minute or more; not started. */
    protected abstract ClusterManager newReplica();

    @BeforeEach
    void startTwoReplicas() {
        one = start(here);
        other = start(there);
    }

    private ClusterManager start(RecordingReplica replica) {
        ClusterManager manager = newReplica();
        opened.add(manager);
        manager.start(replica);
        return manager;
    }

    @AfterEach
    void closeReplicas() {
        opened.forEach(ClusterManager::close);
    }

    protected static Broadcast event(String text, Target target) {
        return new Broadcast("/", target, json(text), List.of(), Optional.empty());
    }

    static byte[] json(String text) {
        return ("[\"" + text + "\"]").getBytes(StandardCharsets.UTF_8);
    }

    static String text(Broadcast event) {
        String json = new String(event.arguments(), StandardCharsets.UTF_8);
        return json.substring(2, json.length() - 2);
    }

    private static List<String> texts(Replay replay) {
        assertThat(replay).isInstanceOf(Replay.Complete.class);
        return ((Replay.Complete) replay)
                .entries().stream().map(entry -> text(entry.event())).toList();
    }

    private static String position(ClusterManager manager) {
        List<String> position = new ArrayList<>();
        manager.attach(position::add);
        return position.getFirst();
    }

    private static void awaitSize(List<?> list, int size) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(list).hasSize(size));
    }

    @Test
    void namesReplicasApart() {
        assertThat(one.replicaId()).isNotEmpty().isNotEqualTo(other.replicaId());
    }

    @Test
    void deliversEverythingToAllReplicasInOneOrder() throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            String name = "w" + writer + "-";
            ClusterManager manager = writer % 2 == 0 ? one : other;
            writers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 100; i++) {
                    manager.append(event(name + i, Target.EVERYONE));
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        awaitSize(here.deliveries(), 400);
        awaitSize(there.deliveries(), 400);

        assertThat(there.texts()).isEqualTo(here.texts());
        assertThat(there.deliveries()).extracting(Delivery::offset).isEqualTo(offsets(here));
        assertThat(offsets(here)).doesNotHaveDuplicates();
        for (int writer = 0; writer < 4; writer++) {
            String name = "w" + writer + "-";
            List<String> its =
                    here.texts().stream().filter(text -> text.startsWith(name)).toList();
            assertThat(its).isEqualTo(numbered(name, 0, 100));
        }
        assertThat(here.overlapped()).isFalse();
        assertThat(there.overlapped()).isFalse();
    }

    private static List<String> offsets(RecordingReplica replica) {
        return replica.deliveries().stream().map(Delivery::offset).toList();
    }

    private static List<String> numbered(String name, int from, int to) {
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            names.add(name + i);
        }
        return names;
    }

    @Test
    void carriesEveryKindOfEventUnchanged() {
        Target target = new Target(Set.of("a", "ü\u2028"), Set.of("x"));
        Ask ask = new Ask(one.replicaId(), 7, Duration.ofSeconds(3));
        byte[] binary = {0, -1, 0x1e};
        one.append(new Broadcast("/n", target, json("\\u001e"), List.of(binary, new byte[0]), Optional.of(ask)));
        one.append(new ClusterEvent.Join("/n", target, Set.of("r1", "r2")));
        one.append(new ClusterEvent.Leave("/n", target, Set.of("r1")));
        one.append(new ClusterEvent.Disconnect("/n", target, true));
        one.append(new ClusterEvent.FetchSockets("/n", target, ask));
        one.append(new ClusterEvent.ServerSide("/n", one.replicaId(), json("s"), Optional.of(ask)));
        awaitSize(there.deliveries(), 6);

        Broadcast broadcast = (Broadcast) there.deliveries().get(0).event();
        assertThat(broadcast.namespace()).isEqualTo("/n");
        assertThat(broadcast.target()).isEqualTo(target);
        assertThat(broadcast.arguments()).isEqualTo(json("\\u001e"));
        assertThat(broadcast.attachments()).containsExactly(binary, new byte[0]);
        assertThat(broadcast.ask()).contains(ask);
        assertThat(there.deliveries().stream().skip(1).limit(4).map(Delivery::event))
                .containsExactly(
                        new ClusterEvent.Join("/n", target, Set.of("r1", "r2")),
                        new ClusterEvent.Leave("/n", target, Set.of("r1")),
                        new ClusterEvent.Disconnect("/n", target, true),
                        new ClusterEvent.FetchSockets("/n", target, ask));
        ClusterEvent.ServerSide side =
                (ClusterEvent.ServerSide) there.deliveries().get(5).event();
        assertThat(side.fromReplica()).isEqualTo(one.replicaId());
        assertThat(side.arguments()).isEqualTo(json("s"));
        assertThat(side.ask()).contains(ask);
    }

    @Test
    void replayAndLiveDeliveryMeetAtOnePosition() throws InterruptedException {
        String start = position(one);
        Thread writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 500; i++) {
                other.append(event("e" + i, Target.room("r")));
            }
        });
        await().atMost(PATIENCE).until(() -> here.deliveries().size() > 50);
        List<String> met = new ArrayList<>();
        List<Delivery> before = new ArrayList<>();
        one.attach(position -> here.alone(() -> {
            met.add(position);
            before.addAll(here.deliveries());
        }));
        writer.join();
        awaitSize(here.deliveries(), 500);

        List<String> missed = texts(one.replay("/", new RoomFilter(Set.of("r")), start, met.getFirst()));
        assertThat(missed).isEqualTo(numbered("e", 0, before.size()));
        assertThat(here.overlapped()).isFalse();
    }

    @Test
    void replaysExactlyWhatWasMeantForASocket() {
        String start = position(one);
        one.append(event("all", Target.EVERYONE));
        one.append(event("room", new Target(Set.of("r", "s"), Set.of())));
        one.append(event("own id", Target.room("id")));
        one.append(event("other room", Target.room("q")));
        one.append(event("excepted", new Target(Set.of(), Set.of("id"))));
        one.append(new Broadcast("/n", Target.EVERYONE, json("other namespace"), List.of(), Optional.empty()));
        Ask ask = new Ask(one.replicaId(), 1, Duration.ofSeconds(1));
        one.append(new Broadcast("/", Target.EVERYONE, json("a question"), List.of(), Optional.of(ask)));
        one.append(event("last", Target.room("r")));
        awaitSize(here.deliveries(), 8);
        awaitSize(there.deliveries(), 8);

        RoomFilter filter = new RoomFilter(Set.of("r", "id"));
        String end = position(one);
        assertThat(texts(one.replay("/", filter, start, end))).containsExactly("all", "room", "own id", "last");
        assertThat(texts(other.replay("/", filter, start, position(other))))
                .containsExactly("all", "room", "own id", "last");
        String second = here.deliveries().get(1).offset();
        assertThat(texts(one.replay("/", filter, second, end))).containsExactly("own id", "last");
        assertThat(texts(one.replay("/", filter, end, end))).isEmpty();
    }

    @Test
    void replayedEntriesHaveThePositionsThatTheyWereDeliveredWith() {
        String start = position(one);
        one.append(event("a", Target.EVERYONE));
        one.append(event("b", Target.EVERYONE));
        awaitSize(here.deliveries(), 2);
        Replay replay = one.replay("/", new RoomFilter(Set.of("r")), start, position(one));
        assertThat(((Replay.Complete) replay).entries().stream().map(Replay.Entry::offset))
                .isEqualTo(offsets(here));
    }

    @Test
    void refusesPositionsThatAreNone() {
        one.append(event("a", Target.EVERYONE));
        awaitSize(here.deliveries(), 1);
        String end = position(one);
        RoomFilter filter = new RoomFilter(Set.of("r"));
        for (String bad : List.of("", "x", "0", "-1", "1-1-1", "0-0", "9999999999999-0", "ü", "a string", "(1-0")) {
            assertThat(one.replay("/", filter, bad, end)).as(bad).isInstanceOf(Replay.Gap.class);
        }
    }

    @Test
    void isAGapWhenMembershipChangedInBetween() {
        RoomFilter filter = new RoomFilter(Set.of("r", "id"));
        for (ClusterEvent change : List.of(
                new ClusterEvent.Join("/", Target.room("r"), Set.of("new")),
                new ClusterEvent.Leave("/", Target.room("id"), Set.of("r")),
                new ClusterEvent.Disconnect("/", Target.EVERYONE, true))) {
            String start = position(one);
            int before = here.deliveries().size();
            one.append(change);
            awaitSize(here.deliveries(), before + 1);
            assertThat(one.replay("/", filter, start, position(one)))
                    .as(change.toString())
                    .isInstanceOf(Replay.Gap.class);
        }
        String start = position(one);
        int before = here.deliveries().size();
        one.append(new ClusterEvent.Leave("/", Target.room("elsewhere"), Set.of("r")));
        awaitSize(here.deliveries(), before + 1);
        assertThat(one.replay("/", filter, start, position(one))).isInstanceOf(Replay.Complete.class);
    }

    @Test
    void volatileEventsReachOtherReplicasWithThePositionOfTheLog() {
        one.roomOpened("/", "r");
        other.roomOpened("/", "r");
        one.append(event("durable", Target.room("r")));
        awaitSize(there.deliveries(), 1);
        await().atMost(PATIENCE)
                .until(
                        () -> { // a subscription may take a moment; volatile events may be lost
                            one.publish(event("volatile", Target.room("r")));
                            return !there.volatileDeliveries().isEmpty();
                        });
        Delivery delivery = there.volatileDeliveries().getFirst();
        assertThat(text((Broadcast) delivery.event())).isEqualTo("volatile");
        assertThat(delivery.offset()).isEqualTo(position(other));
        assertThat(there.texts()).containsExactly("durable");
    }

    private static RecoverableSession session(String id, String... rooms) {
        byte[] data = "{\"user\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
        return new RecoverableSession(id, "/n", "socket-of-" + id, Set.of(rooms), data);
    }

    private static void awaitSaved(ClusterManager manager, RecoverableSession expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(manager.claim(expected.recoveryId()))
                        .hasValueSatisfying(claimed -> {
                            assertThat(claimed.recoveryId()).isEqualTo(expected.recoveryId());
                            assertThat(claimed.namespace()).isEqualTo(expected.namespace());
                            assertThat(claimed.socketId()).isEqualTo(expected.socketId());
                            assertThat(claimed.rooms()).isEqualTo(expected.rooms());
                            assertThat(claimed.data()).isEqualTo(expected.data());
                        }));
    }

    @Test
    void anotherReplicaClaimsASessionAndItsOwnerIsTold() {
        one.save(session("p1", "r"));
        one.save(session("p1", "r", "s"));
        awaitSaved(one, session("p1", "r", "s"));
        assertThat(here.displaced()).isEmpty();

        awaitSaved(other, session("p1", "r", "s"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(here.displaced()).containsOnly("p1"));
        assertThat(there.displaced()).isEmpty();
    }

    @Test
    void aClaimWhoseAnswerWasLostCanBeMadeAgain() {
        one.save(session("p2", "r"));
        awaitSaved(one, session("p2", "r"));
        assertThat(other.claim("p2")).isPresent();
        assertThat(other.claim("p2")).isPresent();
        assertThat(one.claim("p2")).isPresent();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(there.displaced()).containsExactly("p2"));
    }

    @Test
    void aFormerOwnerChangesNothing() {
        one.save(session("p3", "r"));
        awaitSaved(one, session("p3", "r"));
        assertThat(other.claim("p3")).isPresent();
        one.save(session("p3", "stale"));
        other.save(session("p3", "r", "fresh"));
        awaitSaved(other, session("p3", "r", "fresh"));
        await().during(Duration.ofMillis(300))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(other.claim("p3"))
                        .hasValueSatisfying(
                                claimed -> assertThat(claimed.rooms()).containsExactlyInAnyOrder("r", "fresh")));
    }

    @Test
    void forgottenAndUnknownSessionsCannotBeClaimed() {
        one.save(session("p4", "r"));
        awaitSaved(one, session("p4", "r"));
        one.forget("p4");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(other.claim("p4")).isEmpty());
        assertThat(other.claim("never seen")).isEmpty();
        assertThat(other.claim("")).isEmpty();
    }

    @Test
    void answersReachWhoAsked() {
        byte[] binary = {1, 2};
        other.reply(one.replicaId(), new ClusterReply.Expect(3, other.replicaId(), 2));
        other.reply(one.replicaId(), new ClusterReply.Ack(3, other.replicaId(), json("yes"), List.of(binary)));
        other.reply(
                one.replicaId(),
                new ClusterReply.Sockets(
                        4,
                        other.replicaId(),
                        List.of(new ClusterReply.SocketInfo("id", Set.of("r"), json("d"), json("h")))));
        awaitSize(here.replies(), 3);

        assertThat(here.replies()).contains(new ClusterReply.Expect(3, other.replicaId(), 2));
        ClusterReply.Ack ack = only(here, ClusterReply.Ack.class);
        assertThat(ack.number()).isEqualTo(3);
        assertThat(ack.arguments()).isEqualTo(json("yes"));
        assertThat(ack.attachments()).containsExactly(binary);
        ClusterReply.SocketInfo info =
                only(here, ClusterReply.Sockets.class).sockets().getFirst();
        assertThat(info.id()).isEqualTo("id");
        assertThat(info.rooms()).containsExactly("r");
        assertThat(info.data()).isEqualTo(json("d"));
        assertThat(info.handshake()).isEqualTo(json("h"));
        assertThat(there.replies()).isEmpty();
    }

    private static <T extends ClusterReply> T only(RecordingReplica replica, Class<T> kind) {
        return replica.replies().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void answersToAReplicaThatIsGoneAreLost() {
        one.reply("nobody", new ClusterReply.Expect(1, one.replicaId(), 0));
        one.append(event("alive", Target.EVERYONE));
        awaitSize(here.deliveries(), 1);
    }

    @Test
    void knowsWhoIsThere() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(one.replicas())
                        .extracting(ReplicaInfo::id)
                        .containsExactlyInAnyOrder(one.replicaId(), other.replicaId()));
        other.close();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(one.replicas()).extracting(ReplicaInfo::id).containsExactly(one.replicaId()));
        other.close();
        one.append(event("still here", Target.EVERYONE));
        awaitSize(here.deliveries(), 1);
        assertThat(there.deliveries()).isEmpty();
    }

    @Test
    void hears() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(one.health().hearing()).isTrue());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(one.health().outboxBytes()).isZero());
    }
}
