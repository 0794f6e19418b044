package io.chorale.redis;

import io.chorale.config.RedisTarget;
import io.chorale.config.RedisTarget.HostAndPort;
import java.util.stream.Collectors;

/** How a target appears in logs and errors: without user and password. */
final class RedisNames {
    private RedisNames() {}

    static String of(RedisTarget target) {
        String hosts = target.nodes().stream().map(HostAndPort::toString).collect(Collectors.joining(","));
        String scheme = target.tls().enabled() ? "rediss://" : "redis://";
        return switch (target.topology()) {
            case SINGLE -> scheme + hosts + "/" + target.database();
            case SENTINEL ->
                "Sentinel " + hosts + " (master " + target.masterName().orElse("mymaster") + ", database "
                        + target.database() + ")";
            case CLUSTER -> "Redis Cluster " + hosts;
        };
    }
}
