package io.chorale.websocket.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryClusterManagerTest extends ClusterManagerContract {
    private final MemoryCluster cluster = MemoryCluster.create(Duration.ofMinutes(2));

    @Override
    protected ClusterManager newReplica() {
        return cluster.replica();
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private final SetClock clock = new SetClock();

    private static Replay replay(MemoryCluster bounded, String from) {
        String[] to = new String[1];
        bounded.attach(position -> to[0] = position);
        return bounded.replay("/", new RoomFilter(Set.of("r")), from, to[0]);
    }

    private static String position(MemoryCluster bounded) {
        String[] at = new String[1];
        bounded.attach(position -> at[0] = position);
        return at[0];
    }

    @Test
    void keepsNoMoreEventsThanItsBound() {
        MemoryCluster bounded = MemoryCluster.create(clock, Duration.ofMinutes(2), 3, Long.MAX_VALUE);
        String start = position(bounded);
        bounded.append(event("a", Target.EVERYONE));
        String second = position(bounded);
        bounded.append(event("b", Target.EVERYONE));
        bounded.append(event("c", Target.EVERYONE));
        assertThat(replay(bounded, start)).isInstanceOf(Replay.Complete.class);
        bounded.append(event("d", Target.EVERYONE));
        assertThat(replay(bounded, start)).isInstanceOf(Replay.Gap.class);
        assertThat(replay(bounded, second)).isInstanceOf(Replay.Complete.class);
    }

    @Test
    void keepsNoMoreBytesThanItsBound() {
        MemoryCluster bounded = MemoryCluster.create(clock, Duration.ofMinutes(2), 100, 3_000);
        String start = position(bounded);
        bounded.append(event("x".repeat(1_000), Target.EVERYONE));
        bounded.append(event("x".repeat(1_000), Target.EVERYONE));
        assertThat(replay(bounded, start)).isInstanceOf(Replay.Complete.class);
        bounded.append(event("x".repeat(1_000), Target.EVERYONE));
        assertThat(replay(bounded, start)).isInstanceOf(Replay.Gap.class);
    }

    @Test
    void keepsEventsAndSessionsNoLongerThanTheWindow() {
        MemoryCluster bounded = MemoryCluster.create(clock, Duration.ofMinutes(2), 100, 3_000);
        ClusterManager replica = bounded.replica();
        String start = position(bounded);
        bounded.append(event("a", Target.EVERYONE));
        replica.save(new RecoverableSession("p", "/", "s", Set.of(), new byte[0]));
        clock.now = clock.now.plus(Duration.ofSeconds(119));
        assertThat(replay(bounded, start)).isInstanceOf(Replay.Complete.class);
        clock.now = clock.now.plus(Duration.ofSeconds(1));
        assertThat(replay(bounded, start)).isInstanceOf(Replay.Gap.class);
        assertThat(replay(bounded, position(bounded))).isInstanceOf(Replay.Complete.class);
        assertThat(replica.claim("p")).isEmpty();
        replica.save(new RecoverableSession("q", "/", "s", Set.of(), new byte[0]));
        assertThat(bounded.storedSessions()).isEqualTo(1);
    }

    @Test
    void isFoundByItsName() {
        Optional<ClusterManagerProvider> provider = ServiceLoader.load(ClusterManagerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals("memory"))
                .findFirst();
        assertThat(provider).isPresent();
    }
}
