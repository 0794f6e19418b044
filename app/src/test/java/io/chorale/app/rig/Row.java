package io.chorale.app.rig;

import io.chorale.test.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A row of the matrix: what is broken, and on which Redis. */
enum Row {
    KILL_REPLICA(
            "`kill -9` of a replica", Backend::persistent, rig -> rig.replica(0).kill(), 0),

    RESTART_REDIS("Redis stopped and started again (AOF)", Backend::persistent, rig -> {
        RedisServer redis = rig.redis().server();
        redis.stop();
        Rig.wait(Duration.ofSeconds(2));
        redis.startAgain();
    }),

    CUT_LINKS("each replica's link to Redis cut for 3 s in turn", Backend::persistent, rig -> {
        for (int i = 0; i < Scale.REPLICAS; i++) {
            rig.link(i).isolate();
            Rig.wait(Duration.ofSeconds(3));
            rig.link(i).heal();
        }
    }),

    ONE_AFTER_ANOTHER(
            "a replica killed, Redis restarted, links cut, one after another",
            Backend::persistent,
            rig -> {
                KILL_REPLICA.fault().inflict(rig);
                RESTART_REDIS.fault().inflict(rig);
                CUT_LINKS.fault().inflict(rig);
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
