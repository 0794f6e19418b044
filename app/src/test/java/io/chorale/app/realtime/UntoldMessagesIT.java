package io.chorale.app.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.server.ChatServer;
import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica may be killed between the commit of a message and the log: the database has it, and nobody was told. */
class UntoldMessagesIT {
    @TempDir
    Path data;

    @Test
    void anyReplicaTellsOfAMessageWhoseOwnDiedBeforeItDid() throws SQLException {
        try (RedisServer redis = RedisServer.start();
                ChatServer server =
                        ChatServer.start(data, Map.of("WEBSOCKET_MANAGER", "redis", "REDIS_URL", redis.url()))) {
            JsonNode anna = server.signUp("Anna");
            String token = anna.path("token").asText();
            String channel = server.post("/api/v1/channels/create", token, Map.of("name", "general"))
                    .expect(200)
                    .body()
                    .path("id")
                    .asText();
            try (ChatSocket socket = ChatSocket.join(server, token)) {
                leaveBehind(channel, anna.path("id").asText(), "who heard of me?");

                assertThat(socket.await("message")
                                .path("data")
                                .path("data")
                                .path("content")
                                .asText())
                        .isEqualTo("who heard of me?");
                Awaitility.await().atMost(ChatSocket.PATIENCE).until(() -> count("told_at IS NULL") == 0);
            }
        }
    }

    @Test
    void marksWhatItToldItself() throws SQLException {
        try (ChatServer server = ChatServer.start(data, Map.of())) {
            String token = server.signUp("Anna").path("token").asText();
            String channel = server.post("/api/v1/channels/create", token, Map.of("name", "general"))
                    .expect(200)
                    .body()
                    .path("id")
                    .asText();
            server.post("/api/v1/channels/" + channel + "/messages/post", token, Map.of("content", "hello"))
                    .expect(200);

            Awaitility.await().atMost(ChatSocket.PATIENCE).until(() -> count("told_at IS NOT NULL") == 1);
        }
    }

    private void leaveBehind(String channel, String author, String text) throws SQLException {
        long now = System.currentTimeMillis() * 1_000_000;
        try (Connection database = open();
                var insert = database.prepareStatement("INSERT INTO messages (id, channel_id, user_id, content,"
                        + " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, UUID.randomUUID().toString());
            insert.setString(2, channel);
            insert.setString(3, author);
            insert.setString(4, text);
            insert.setLong(5, now);
            insert.setLong(6, now);
            insert.executeUpdate();
        }
    }

    private int count(String condition) throws SQLException {
        try (Connection database = open();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM messages WHERE " + condition)) {
            row.next();
            return row.getInt(1);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + data.resolve("webui.db") + "?busy_timeout=10000");
    }
}
