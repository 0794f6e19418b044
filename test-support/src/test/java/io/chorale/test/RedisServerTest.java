package io.chorale.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedisServerTest {

    @Test
    void forgetsEverythingAtRestartUnlessPersistent() {
        try (RedisServer volatileServer = RedisServer.start();
                RedisServer persistent = RedisServer.startPersistent()) {
            for (RedisServer server : List.of(volatileServer, persistent)) {
                server.command("SET", "key", "value");
                server.kill();
                server.startAgain();
            }

            assertThat(volatileServer.command("GET", "key")).isNull();
            assertThat(persistent.command("GET", "key")).isEqualTo("value");
        }
    }

    @Test
    void answersNothingWhilePaused() {
        try (RedisServer server = RedisServer.start()) {
            server.pause();
            assertThatThrownBy(() -> server.command("PING")).hasMessageContaining("timed out");
            server.resume();
            assertThat(server.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void listsTheKeysOfAllDatabases() {
        try (RedisServer server = RedisServer.start()) {
            try (RespConnection connection = RespConnection.open(server.port())) {
                connection.command("SET", "zero", "1");
                connection.command("SELECT", "1");
                connection.command("SET", "one", "1");
            }
            assertThat(server.keys()).containsExactly("zero", "one");
        }
    }
}
