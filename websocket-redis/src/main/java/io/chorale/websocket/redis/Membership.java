package io.chorale.websocket.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisScript;
import io.chorale.websocket.cluster.ClusterMismatchException;
import io.chorale.websocket.cluster.ReplicaInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is there. Each replica says so at each beat, sees the others, and removes the dead. Safe for use by many threads. */
final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final RedisScript<List<@Nullable Object>> HEARTBEAT =
            RedisScript.returningList(Membership.class, "heartbeat.lua");
    private static final RedisScript<Long> BURY = RedisScript.returningLong(Membership.class, "bury.lua");
    /** For so long what a replica left can be found and removed, though all replicas died with it. */
    static final Duration TRACE = Duration.ofDays(7);

    /** Of some thousand sockets each; a replica that stops with more leaves them to its peers. */
    private static final int GOODBYE_STEPS = 20;

    private final ObjectMapper json = new ObjectMapper();
    private final RedissonClient client;
    private final Keyspace keys;
    private final ManagerOptions options;
    private final Supplier<ReplicaInfo> self;
    private final Runnable onUnknown;

    /** Guards {@link #gone}; held while Redis is told, so that no beat comes after the goodbye. */
    private final ReentrantLock beating = new ReentrantLock();

    private boolean gone;
    private String mismatch = "";
    private volatile List<ReplicaInfo> replicas;

    /** @param onUnknown Redis did not know this replica, though it may have said things before */
    Membership(
            RedissonClient client,
            Keyspace keys,
            ManagerOptions options,
            Supplier<ReplicaInfo> self,
            Runnable onUnknown) {
        this.client = client;
        this.keys = keys;
        this.options = options;
        this.self = self;
        this.onUnknown = onUnknown;
        this.replicas = List.of(self.get());
    }

    /** As of the last beat that Redis answered. */
    List<ReplicaInfo> replicas() {
        return replicas;
    }

    /**
     * @return where the log ends now
     * @throws org.redisson.client.RedisException when Redis does not answer
     */
    LogPosition beat() {
        beating.lock();
        try {
            return beatUnlessGone();
        } finally {
            beating.unlock();
        }
    }

    private LogPosition beatUnlessGone() {
        if (gone) {
            throw new IllegalStateException("this replica said goodbye");
        }
        ReplicaInfo me = self.get();
        List<@Nullable Object> answer = HEARTBEAT.run(
                client,
                List.of(keys.replicas(), keys.replica(me.id()), keys.log(), keys.logHead(), keys.logWriter(me.id())),
                me.id(),
                write(me),
                options.deadAfter().toMillis(),
                options.logLife().toMillis(),
                keys.replica(""),
                options.entryLife().toMillis(),
                options.writerLife().toMillis(),
                TRACE.toMillis());
        if (text(answer.get(2)).equals("1")) {
            onUnknown.run();
        }
        int living = 4 + Integer.parseInt(text(answer.get(3)));
        answer.subList(4, living).forEach(dead -> bury(text(dead)));
        List<ReplicaInfo> seen = new ArrayList<>();
        for (int i = living; i + 1 < answer.size(); i += 2) {
            read(text(answer.get(i)), text(answer.get(i + 1))).ifPresent(seen::add);
        }
        tell(seen);
        replicas = List.copyOf(seen);
        return new LogPosition(Long.parseLong(text(answer.get(0))), Long.parseLong(text(answer.get(1))));
    }

    private void bury(String id) {
        long left = BURY.run(client, graveOf(id), id, options.deadAfter().toMillis(), "0");
        LOG.info("Replica {} is dead; of what it left, {} sockets remain to be removed", id, left);
    }

    /** @param complete all events of this replica are in the log */
    void goodbye(boolean complete) {
        String id = self.get().id();
        beating.lock();
        try {
            gone = true;
            int steps = 0;
            while (steps < GOODBYE_STEPS && BURY.run(client, graveOf(id), id, -1, complete ? "0" : "1") > 0) {
                steps++;
            }
        } finally {
            beating.unlock();
        }
    }

    private List<String> graveOf(String id) {
        return List.of(
                keys.replicas(),
                keys.replica(id),
                keys.logWriter(id),
                keys.replicaPools(id),
                keys.sessionPool(),
                keys.usagePool());
    }

    private void tell(List<ReplicaInfo> seen) {
        List<ReplicaInfo> before = replicas;
        seen.stream()
                .filter(replica -> !contains(before, replica))
                .forEach(replica -> LOG.info("Replica joined: {}", replica));
        before.stream()
                .filter(replica -> !contains(seen, replica))
                .forEach(replica -> LOG.info("Replica left: {}", replica));
    }

    private static boolean contains(List<ReplicaInfo> replicas, ReplicaInfo wanted) {
        return replicas.stream().anyMatch(replica -> replica.id().equals(wanted.id()));
    }

    /**
     * Can this replica work with those that run?
     *
     * @throws ClusterMismatchException when not
     */
    void checkPeers() {
        if (!mismatch.isEmpty()) {
            throw new ClusterMismatchException(mismatch);
        }
    }

    /** Each version reads what the one before it writes, and writes what the one before it reads: not more. */
    private Optional<String> mismatch(String id, JsonNode words) {
        int protocol = words.path("protocol").asInt(EventMessage.VERSION);
        if (Math.abs(protocol - EventMessage.VERSION) > 1) {
            return Optional.of(
                    "START-003: replica %s speaks version %d of the format between replicas, this one version %d%n  Why it matters: they would not understand each other's events.%n  What to do: update all replicas in steps of one version.%n  More: docs/errors.md#start-003"
                            .formatted(id, protocol, EventMessage.VERSION));
        }
        if (!words.path("seal").asText().equals(options.seal().fingerprint())) {
            return Optional.of(
                    "START-002: replica %s has another cluster secret than this one, or only one of them has any (variable WEBSOCKET_CLUSTER_SECRET)%n  Why it matters: they refuse each other's messages as forged.%n  What to do: give all replicas the same WEBSOCKET_CLUSTER_SECRET; to change it, stop all of them first.%n  More: docs/errors.md#start-002"
                            .formatted(id));
        }
        return Optional.empty();
    }

    private void told(String problem) {
        if (!problem.equals(mismatch)) {
            LOG.warn("{}", problem);
        }
        mismatch = problem;
    }

    private String write(ReplicaInfo replica) {
        try {
            return json.writeValueAsString(json.createObjectNode()
                    .put("address", replica.address())
                    .put("version", replica.version())
                    .put("started", replica.started().toEpochMilli())
                    .put("sockets", replica.sockets())
                    .put("rooms", replica.rooms())
                    .put("protocol", EventMessage.VERSION)
                    .put("seal", options.seal().fingerprint()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<ReplicaInfo> read(String id, String words) {
        try {
            JsonNode node = json.readTree(words);
            mismatch(id, node).ifPresent(this::told);
            return Optional.of(new ReplicaInfo(
                    id,
                    node.path("address").asText(),
                    node.path("version").asText(),
                    Instant.ofEpochMilli(node.path("started").asLong()),
                    node.path("sockets").asInt(),
                    node.path("rooms").asInt()));
        } catch (IOException e) {
            LOG.debug("Replica {} says something that is not JSON", id);
            return Optional.empty();
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }
}
