package io.chorale.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.PostgresServer;
import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 2: any replica answers any request. Two real processes, one Redis, one database. */
class TwoReplicasIT {
    private static RedisServer redis;

    @TempDir
    Path data;

    @BeforeAll
    static void startRedis() {
        redis = RedisServer.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @Test
    void peopleOnTwoWorkersOfOneHostSeeEachOther() {
        talkAcrossReplicas(shared("two-sqlite"));
    }

    @Test
    void peopleOnTwoHostsWithPostgresqlSeeEachOther() {
        try (PostgresServer postgres = PostgresServer.start()) {
            Map<String, String> settings = shared("two-postgresql");
            settings.put("DATABASE_URL", postgres.newDatabaseUrl());
            talkAcrossReplicas(settings);
        }
    }

    private Map<String, String> shared(String prefix) {
        Map<String, String> settings = new HashMap<>();
        settings.put("REDIS_URL", redis.url(0));
        settings.put("WEBSOCKET_MANAGER", "redis");
        settings.put("WEBSOCKET_REDIS_URL", redis.url(1));
        settings.put("REDIS_KEY_PREFIX", prefix);
        return settings;
    }

    private void talkAcrossReplicas(Map<String, String> settings) {
        try (ServerProcess first = ServerProcess.start(data, settings);
                ServerProcess second = ServerProcess.start(data, settings);
                ChatUser anna = ChatUser.signUp(first.url(), "anna")) {
            String channel = anna.createChannel("general");
            anna.addAccount("bela");
            try (ChatUser bela = ChatUser.signIn(second.url(), "bela")) {
                anna.post(channel, "hello from one");
                bela.awaitSeen("hello from one");
                bela.post(channel, "hello from two");
                anna.awaitSeen("hello from one", "hello from two");

                assertThat(redis.keys())
                        .anyMatch(key -> key.startsWith(settings.get("REDIS_KEY_PREFIX") + ":session:"));
                assertThat(first.output()).contains("DEBUG:open_webui.socket.main:Using Redis to manage websockets.");

                first.kill();
                bela.post(channel, "still here");
                bela.awaitSeen("hello from one", "hello from two", "still here");
                try (ChatUser annaAgain = anna.at(second.url())) {
                    assertThat(annaAgain.history(channel))
                            .containsExactly("hello from one", "hello from two", "still here");
                }
            }
        }
    }
}
