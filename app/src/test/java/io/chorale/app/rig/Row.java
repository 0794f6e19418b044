package io.chorale.app.rig;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A row of the matrix: what is broken, and on which Redis. */
enum Row {
    KILL_REPLICA(
            "`kill -9` of a replica", Backend::persistent, rig -> rig.replica(0).kill(), 0),
    STOP_REPLICA("a replica stands still for 20 s (SIGSTOP)", Backend::persistent, ReplicaFaults::stop),
    ROLLING_RESTART("all replicas restarted, one after another", Backend::persistent, ReplicaFaults::restartAll),
    CLOCK("the clock of a replica is 30 s ahead", Backend::persistent, ReplicaFaults::nothing) {
        @Override
        Map<String, String> settings(int replica) {
            return replica == 0 ? ReplicaFaults.clockAhead() : Map.of();
        }
    },
    CLIENT_CUTS("clients' TCP cut every 15 s for 2 s", Backend::persistent, ReplicaFaults::cutClients),

    RESTART_REDIS("Redis stopped and started again (AOF)", Backend::persistent, RedisFaults::restart),
    EMPTY_REDIS("Redis restarted empty", Backend::inMemory, RedisFaults::killAndRestart),
    FREEZE_REDIS("Redis stands still for 10 s (SIGSTOP)", Backend::persistent, RedisFaults::freeze),
    CUT_LINKS("each replica's link to Redis cut for 3 s in turn", Backend::persistent, RedisFaults::cutLinks),
    CLIENT_KILL("CLIENT KILL TYPE pubsub and normal, 5 times", Backend::persistent, RedisFaults::killConnections),
    OUTPUT_BUFFER("a subscriber is cut for its output buffer", Backend::persistent, RedisFaults::fillOutputBuffer),
    NO_MEMORY("maxmemory reached for 8 s, noeviction", Backend::persistent, RedisFaults::fillMemory),
    EVICTION("maxmemory reached for 8 s, allkeys-lru evicts", Backend::persistent, RedisFaults::evict),

    SENTINEL_FAILOVER("master killed, Sentinel fails over", Backend::sentinel, RedisFaults::failOver),
    CLUSTER_FAILOVER("master of a Redis Cluster of 3+3 killed", Backend::cluster, RedisFaults::killClusterMaster),
    CLUSTER_KILL_REPLICA(
            "`kill -9` of a replica, on a Redis Cluster of 3+3",
            Backend::cluster,
            rig -> rig.replica(0).kill(),
            0),

    ONE_AFTER_ANOTHER(
            "links cut, Redis restarted, a replica killed, one after another",
            Backend::persistent,
            rig -> {
                RedisFaults.cutLinks(rig);
                RedisFaults.restart(rig);
                rig.replica(0).kill();
            },
            0);

    private final String title;
    private final Supplier<Backend> backend;
    private final Fault fault;
    private final Set<Integer> dead;

    Row(String title, Supplier<Backend> backend, Fault fault, Integer... dead) {
        this.title = title;
        this.backend = backend;
        this.fault = fault;
        this.dead = Set.of(dead);
    }

    /** Returns when what it breaks is whole again, or gone for good. */
    interface Fault {
        void inflict(Rig rig);
    }

    String title() {
        return title;
    }

    Backend backend() {
        return backend.get();
    }

    /** Of one replica, over those of all. */
    Map<String, String> settings(int replica) {
        return Map.of();
    }

    Fault fault() {
        return fault;
    }

    /** Replicas that do not come back. */
    Set<Integer> dead() {
        return dead;
    }
}
