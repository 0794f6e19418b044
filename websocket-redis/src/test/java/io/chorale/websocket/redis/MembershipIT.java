package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.websocket.cluster.RecoverableSession;
import io.chorale.websocket.cluster.ReplicaInfo;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is there, who is dead, and who is somebody else's. */
@Timeout(60)
class MembershipIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void peersRemoveWhatADeadReplicaLeft() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port())) {
            // A replica that was killed a while ago: its last heartbeat is old and nobody renews its key.
            redis.command("SET", "open-webui:replica:dead", "{\"address\":\"gone\"}");
            redis.command("ZADD", "open-webui:replicas", "1000", "dead");

            redis.command("SET", "open-webui:socketio:log-writer:dead", "7");

            await().atMost(SOON).until(() -> redis.keys().stream().noneMatch(key -> key.endsWith(":dead")));
            await().atMost(SOON).until(() -> redis.command("ZSCORE", "open-webui:replicas", "dead") == null);
            assertThat(a.manager.replicas()).extracting(ReplicaInfo::id).containsExactly(a.manager.replicaId());
        }
    }

    @Test
    void garbageInTheListOfReplicasHarmsNobody() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port());
                Replica b = Replica.start(redis.port())) {
            redis.command("ZADD", "open-webui:replicas", "99999999999999", "odd");
            redis.command("SET", "open-webui:replica:odd", "not JSON {");

            await().atMost(SOON)
                    .until(() -> a.manager.replicas().size() == 2
                            && b.manager.replicas().size() == 2);
            assertThat(a.manager.health().hearing()).isTrue();
        }
    }

    @Test
    void tellsAddressAndCounts() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r", "s");
                Replica b = Replica.start(redis.port())) {
            await().atMost(SOON)
                    .until(() -> b.manager.replicas().stream()
                            .anyMatch(replica -> replica.id().equals(a.manager.replicaId())
                                    && replica.address().equals("127.0.0.1:8080")
                                    && replica.sockets() == 2
                                    && replica.rooms() == 2));
        }
    }

    @Test
    void installationsWithDifferentPrefixesOnOneServerSeeNothingOfEachOther() {
        try (RedisServer redis = RedisServer.start();
                Replica mine = Replica.start(Replica.single(redis.port()), "mine", Replica.options(), "r");
                Replica yours = Replica.start(Replica.single(redis.port()), "yours", Replica.options(), "r")) {
            await().atMost(SOON).until(() -> {
                mine.manager.publish(Replica.event("r", "mine"));
                yours.manager.publish(Replica.event("r", "yours"));
                return mine.volatileReceived.contains("mine") && yours.volatileReceived.contains("yours");
            });
            mine.emit("r", "mine");
            yours.emit("r", "yours");
            mine.manager.save(new RecoverableSession("pid", "/", "socket", Set.of(), new byte[0]));
            await().atMost(SOON).until(() -> mine.manager.claim("pid").isPresent());
            await().atMost(SOON).until(() -> mine.received.size() == 1 && yours.received.size() == 1);

            assertThat(mine.received).containsExactly("mine");
            assertThat(yours.received).containsExactly("yours");
            assertThat(mine.volatileReceived).containsOnly("mine");
            assertThat(yours.volatileReceived).containsOnly("yours");
            assertThat(yours.manager.claim("pid")).isEmpty();
            assertThat(yours.manager.replicas()).hasSize(1);
        }
    }
}
