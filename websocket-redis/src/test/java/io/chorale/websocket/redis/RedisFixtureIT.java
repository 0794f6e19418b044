package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.test.RedisServer;
import io.chorale.websocket.socketio.FixtureOptions;
import io.chorale.websocket.socketio.SocketIoFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas of the fixture server on one Redis, seen through their sockets. */
class RedisFixtureIT {
    private final RedisServer redis = RedisServer.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private SocketIoFixture first;
    private SocketIoFixture second;

    @BeforeEach
    void start() {
        FixtureOptions options = FixtureOptions.defaults().withRecovery();
        String url = "redis://127.0.0.1:" + redis.port();
        first = RedisFixture.start(options, url, "fixture");
        second = RedisFixture.start(options, url, "fixture");
    }

    @AfterEach
    void close() {
        http.close();
        first.close();
        second.close();
        redis.close();
    }

    @Test
    void anEventOfOneReplicaReachesTheClientsOfTheOther() {
        Client here = new Client(first, "40");
        Client there = new Client(second, "40");
        there.send("420[\"join\",\"room\"]");
        assertThat(there.nextStartingWith("430")).isEqualTo("430[]");
        here.send("42[\"in-room\",\"room\",\"news\",\"é\"]");
        assertThat(there.nextStartingWith("42[\"news\"")).startsWith("42[\"news\",\"é\",");
    }

    @Test
    void aClientResumesOnTheOtherReplica() {
        Client client = new Client(first, "40");
        String primer = client.nextStartingWith("42[\"$offset\"");
        String offset = primer.substring("42[\"$offset\",\"".length(), primer.length() - 2);
        String pid = client.connected.replaceFirst(".*\"pid\":\"([^\"]+)\".*", "$1");
        client.socket.abort();
        Client other = new Client(second, "40");
        other.send("42[\"broadcast\",\"missed\",1]");
        other.nextStartingWith("42[\"$offset\"");

        Client back = new Client(second, "40{\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(pid, offset));

        assertThat(back.connected).isEqualTo(client.connected);
        assertThat(back.nextStartingWith("42[\"missed\"")).startsWith("42[\"missed\",1,");
    }

    private final class Client implements WebSocket.Listener {
        private final LinkedBlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final WebSocket socket;
        private final String connected;

        private Client(SocketIoFixture fixture, String connect) {
            URI uri = URI.create("ws://localhost:" + fixture.port() + "/socket.io/?EIO=4&transport=websocket");
            socket = http.newWebSocketBuilder().buildAsync(uri, this).join();
            send(connect);
            connected = nextStartingWith("40");
        }

        private void send(String text) {
            socket.sendText(text, true).join();
        }

        private String nextStartingWith(String start) {
            try {
                String text = received.poll(20, TimeUnit.SECONDS);
                while (text != null && !text.startsWith(start)) {
                    text = received.poll(20, TimeUnit.SECONDS);
                }
                assertThat(text).as("a packet that starts with %s", start).isNotNull();
                return String.valueOf(text);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            received.add(text.toString());
            from.request(1);
            return null;
        }
    }
}
