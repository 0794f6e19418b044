package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One prefix in Redis belongs to one database. */
@Timeout(300)
class InstallationIT {
    private static final int EX_CONFIG = 78;

    @TempDir
    Path one;

    @TempDir
    Path other;

    @Test
    void aPrefixOfAnotherDatabaseIsRefusedAndAPrefixOfItsOwnIsNot() {
        try (RedisServer redis = RedisServer.start();
                ServerProcess first = ServerProcess.start(one, settings(redis, "ours"));
                ServerProcess intruder = ServerProcess.launch(other, settings(redis, "ours"), "serve")) {
            assertThat(intruder.awaitExit()).isEqualTo(EX_CONFIG);
            assertThat(intruder.output()).contains("START-001", "REDIS_KEY_PREFIX", "same DATABASE_URL");
            try (ServerProcess replica = ServerProcess.start(one, settings(redis, "ours"));
                    ServerProcess second = ServerProcess.start(other, settings(redis, "theirs"))) {
                assertThat(replica.url()).isNotEqualTo(first.url());
                assertThat(second.output()).contains("Chorale is ready");
                assertThat(redis.keys()).contains("ours:installation", "theirs:installation");
            }
        }
    }

    private static Map<String, String> settings(RedisServer redis, String prefix) {
        Map<String, String> settings = new HashMap<>();
        settings.put("REDIS_URL", redis.url(0));
        settings.put("WEBSOCKET_MANAGER", "redis");
        settings.put("REDIS_KEY_PREFIX", prefix);
        return settings;
    }
}
