package io.chorale.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Tls;
import io.chorale.config.RedisTarget.Topology;
import io.chorale.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings for tests, with short times. */
final class RedisSettingsFixture {
    private RedisSettingsFixture() {}

    static RedisSettings settings() {
        return new RedisSettings(
                Optional.empty(),
                "open-webui",
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                true,
                Duration.ofSeconds(1),
                Duration.ofMillis(220),
                2);
    }

    static RedisTarget single(int port) {
        return single(port, 0, Optional.empty());
    }

    static RedisTarget single(int port, int database, Optional<Secret> password) {
        return new RedisTarget(
                Topology.SINGLE,
                List.of(new HostAndPort("127.0.0.1", port)),
                Optional.empty(),
                database,
                Optional.empty(),
                password,
                Tls.OFF);
    }

    static RedisTarget target(Topology topology, List<Integer> ports) {
        return new RedisTarget(
                topology,
                ports.stream().map(port -> new HostAndPort("127.0.0.1", port)).toList(),
                Optional.of("mymaster"),
                0,
                Optional.empty(),
                Optional.empty(),
                Tls.OFF);
    }
}
