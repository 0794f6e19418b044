package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.test.TcpProxy;
import io.chorale.websocket.engineio.EngineLimit;
import io.chorale.websocket.engineio.EngineMetrics.RelayKind;
import io.chorale.websocket.engineio.EngineServer;
import io.chorale.websocket.redis.PollingClient.Upgrade;
import io.chorale.websocket.socketio.FixtureOptions;
import io.chorale.websocket.socketio.SocketIoFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests for a session of one replica that arrive at the other: the client sees no difference. */
@Timeout(120)
class SessionRelayIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(SessionRelayIT.class);
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";

    private final RedisServer redis = RedisServer.start();
    private final TcpProxy link = TcpProxy.to(redis.port());
    private final TcpProxy ownerLink = TcpProxy.to(redis.port());
    private SocketIoFixture owner;
    private SocketIoFixture other;
    private PollingClient client;
    private int a;
    private int b;

    @BeforeEach
    void start() {
        owner = RedisFixture.start(FixtureOptions.defaults(), "redis://127.0.0.1:" + ownerLink.port(), "fixture");
        other = RedisFixture.start(FixtureOptions.defaults(), "redis://127.0.0.1:" + link.port(), "fixture");
        a = owner.port();
        b = other.port();
        client = new PollingClient(a);
    }

    @AfterEach
    void stop() {
        client.close();
        link.heal();
        ownerLink.heal();
        other.close();
        owner.close();
        link.close();
        ownerLink.close();
        redis.close();
    }

    private EngineServer engine() {
        return other.echo();
    }

    @Test
    void pollsAndPostsElsewhereKeepTheirOrder() {
        List<String> received = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            HttpResponse<String> posted = client.post(i % 2 == 0 ? b : a, "4first " + i + "\u001e4second " + i);
            assertThat(posted.body()).isEqualTo("ok");
            received.addAll(List.of(
                    PollingClient.join(client.poll(i % 2 == 0 ? a : b)).body().split("\u001e")));
        }
        while (received.size() < 100) {
            received.addAll(List.of(PollingClient.join(client.poll(b)).body().split("\u001e")));
        }

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            expected.addAll(List.of("4first " + i, "4second " + i));
        }
        assertThat(received).containsExactlyElementsOf(expected);
        assertThat(engine().metrics().requestsRelayed(RelayKind.POST)).isEqualTo(25);
        assertThat(engine().metrics().requestsRelayed(RelayKind.POLL)).isGreaterThanOrEqualTo(25);
        assertThat(engine().metrics().relaysFailed()).isZero();
    }

    @Test
    void aPollElsewhereWaitsUntilAPostBringsSomething() {
        CompletableFuture<HttpResponse<String>> poll = client.poll(b);
        await().atMost(SOON).until(() -> engine().metrics().requestsRelayed(RelayKind.POLL) == 1);
        assertThat(client.post(a, "4hello").body()).isEqualTo("ok");
        assertThat(PollingClient.join(poll).body()).isEqualTo("4hello");
    }

    @Test
    void overlappingPollsOfTwoReplicasEndTheSession() {
        CompletableFuture<HttpResponse<String>> first = client.poll(a);
        await().atMost(SOON).until(() -> owner.echo().sessions() == 1);
        CompletableFuture<HttpResponse<String>> second = client.poll(b);

        HttpResponse<String> one = PollingClient.join(first);
        HttpResponse<String> two = PollingClient.join(second);
        assertThat(List.of(one.statusCode(), two.statusCode())).containsExactlyInAnyOrder(200, 400);
        assertThat(one.body() + two.body()).isEqualTo("1");
        assertUnknown(PollingClient.join(client.poll(b)));
    }

    @Test
    void theOwnerRefusesABodyThatIsTooLargeAndEndsTheSession() {
        assertThat(client.post(b, "4" + "x".repeat(1_000_001)).statusCode()).isEqualTo(413);
        assertUnknown(PollingClient.join(client.poll(b)));
    }

    @Test
    void refusesElsewhereWhatTheOwnerRefuses() {
        assertThat(client.send(PollingClient.request(b, client.sid).method("PUT", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(500);
        HttpResponse<String> binary = client.send(PollingClient.request(b, client.sid)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString("4x")));
        assertThat(binary.statusCode()).isEqualTo(400);
        assertUnknown(PollingClient.join(client.poll(b)));
        assertUnknown(client.send(
                PollingClient.request(b, "____" + client.sid.substring(4)).GET()));
    }

    @Test
    void aCloseElsewhereReleasesThePoll() {
        CompletableFuture<HttpResponse<String>> poll = client.poll(a);
        assertThat(client.post(b, "1").body()).isEqualTo("ok");
        assertThat(PollingClient.join(poll).body()).isEqualTo("6");
        assertUnknown(PollingClient.join(client.poll(b)));
    }

    @Test
    void aWebsocketElsewhereTakesOverAndCarriesAThousandMessagesBothWays() {
        CompletableFuture<HttpResponse<String>> poll = client.poll(a);
        Upgrade socket = upgraded();
        assertThat(PollingClient.join(poll).body()).isEqualTo("6");
        Thread.startVirtualThread(() -> {
            for (int i = 0; i < 1_000; i++) {
                socket.sendText("4message " + i);
            }
            socket.sendBinary(new byte[300_000]);
        });
        for (int i = 0; i < 1_000; i++) {
            assertThat(socket.next()).isEqualTo("4message " + i);
        }
        assertThat(socket.next()).isEqualTo("b300000");
        assertThat(PollingClient.join(client.poll(b)).statusCode()).isEqualTo(400);
        assertThat(owner.echo().metrics().sessionsUpgraded()).isEqualTo(1);

        socket.socket.sendClose(1000, "").join();
        await().atMost(SOON).until(() -> owner.echo().sessions() == 0);
    }

    @Test
    void theOwnerClosesAWebsocketThatIsElsewhere() {
        Upgrade socket = upgraded();
        owner.echo().drain(Duration.ZERO);
        assertThat(PollingClient.join(socket.closed)).isEqualTo(1001);
    }

    @Test
    void aReaderThatStandsStillElsewhereIsCutOffByTheOwner() {
        Upgrade socket = upgraded();
        socket.stopReading();
        String much = "4" + "x".repeat(200_000);
        Thread.startVirtualThread(() -> sendUntilClosed(socket, much));
        await().atMost(Duration.ofSeconds(60)).until(() -> owner.echo().sessions() == 0);
        assertThat(owner.echo().metrics().limitReached(EngineLimit.QUEUE)).isEqualTo(1);
        assertThat(owner.echo().queuedBytes()).isZero();
    }

    @Test
    void aCutOfTheLinkToRedisLosesNothing() {
        Upgrade socket = upgraded();
        Thread.startVirtualThread(() -> {
            for (int i = 0; i < 500; i++) {
                socket.sendText("4message " + i);
                if (i % 100 == 50) {
                    link.cut();
                }
            }
        });
        for (int i = 0; i < 500; i++) {
            assertThat(socket.next()).isEqualTo("4message " + i);
        }
    }

    @Test
    void withoutRedisAPollIsOneToRepeatAndTheSessionLivesOn() {
        link.isolate();
        HttpResponse<String> answer = PollingClient.join(client.poll(b));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        link.heal();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client.post(b, "4again").statusCode() == 200);
        assertThat(PollingClient.join(client.poll(a)).body()).startsWith("4again");
    }

    /** Redis sees the connections of the owner end, as when its process is killed. */
    @Test
    void aDeadOwnerIsAnUnknownSessionAtOnce() {
        client.post(b, "4hello");
        PollingClient.join(client.poll(b));
        CompletableFuture<HttpResponse<String>> parked = client.poll(b);
        await().atMost(SOON).until(() -> engine().metrics().requestsRelayed(RelayKind.POLL) == 2);

        long killed = System.nanoTime();
        ownerLink.isolate();
        assertUnknown(PollingClient.join(parked));
        Duration noticed = Duration.ofNanos(System.nanoTime() - killed);
        assertThat(noticed).isLessThan(Duration.ofSeconds(10));
        long asked = System.nanoTime();
        assertUnknown(client.post(b, "4hello"));
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        LOG.info("A parked poll of a dead owner was answered after {} ms", noticed.toMillis());
    }

    @Test
    void aPollThatDiesWithTheReplicaThatHoldsItFreesItsPlace() {
        CompletableFuture<HttpResponse<String>> parked = client.poll(b);
        await().atMost(SOON).until(() -> engine().metrics().requestsRelayed(RelayKind.POLL) == 1);
        client.post(a, "6"); // a round trip, so that the poll is with the owner
        link.isolate();
        assertThat(PollingClient.join(parked).statusCode()).isEqualTo(503);

        // The owner notices by itself; a poll before that would overlap with the dead one.
        await().pollDelay(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(7)).until(() -> true);
        CompletableFuture<HttpResponse<String>> next = client.poll(a);
        assertThat(client.post(a, "4still there").body()).isEqualTo("ok");
        assertThat(PollingClient.join(next).body()).isEqualTo("4still there");
    }

    private static void sendUntilClosed(Upgrade socket, String message) {
        CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
        while (!sent.isCompletedExceptionally()) {
            sent = socket.socket.sendText(message, true);
            sent.handle((done, closed) -> "").join();
        }
    }

    private Upgrade upgraded() {
        Upgrade socket = client.upgrade(b);
        socket.sendText("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        socket.sendText("5");
        socket.sendText("4there?");
        assertThat(socket.next()).isEqualTo("4there?");
        return socket;
    }

    private static void assertUnknown(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(UNKNOWN);
    }
}
