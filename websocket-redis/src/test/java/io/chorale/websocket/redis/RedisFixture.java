package io.chorale.websocket.redis;

import io.chorale.config.ConfigurationLoader;
import io.chorale.config.Settings;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.socketio.FixtureOptions;
import io.chorale.websocket.socketio.SocketIoFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fixture server as one of several replicas on Redis, with the settings of production. */
public final class RedisFixture {
    private static final int OWN_ARGUMENTS = 5;
    private static final String USAGE = FixtureOptions.USAGE + " <Redis URL> [key prefix]";

    private RedisFixture() {}

    /** Starts a replica. The caller closes it. */
    public static SocketIoFixture start(FixtureOptions options, String redisUrl, String prefix) {
        return SocketIoFixture.start(options, manager(options, redisUrl, prefix));
    }

    private static ClusterManager manager(FixtureOptions options, String redisUrl, String prefix) {
        Map<String, String> environment = Map.of(
                "WEBSOCKET_MANAGER",
                "redis",
                "REDIS_URL",
                redisUrl,
                "REDIS_KEY_PREFIX",
                prefix,
                "WEBSOCKET_RECOVERY",
                Boolean.toString(options.recovery()));
        Settings settings = new ConfigurationLoader(environment, Path.of("target"), Set.of("memory", "redis"), false)
                .load(List.of(), Optional.empty())
                .settings();
        return new RedisClusterManagerProvider().create(settings);
    }

    /** Runs until the process is stopped. */
    public static void main(String... arguments) throws InterruptedException {
        if (arguments.length <= OWN_ARGUMENTS) {
            throw new IllegalArgumentException("RedisFixture " + USAGE);
        }
        SocketIoFixture fixture = start(
                FixtureOptions.parse(arguments),
                arguments[OWN_ARGUMENTS],
                arguments.length > OWN_ARGUMENTS + 1 ? arguments[OWN_ARGUMENTS + 1] : "fixture");
        System.out.println("fixture on port " + fixture.port());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(fixture::close));
        Thread.currentThread().join();
    }
}
