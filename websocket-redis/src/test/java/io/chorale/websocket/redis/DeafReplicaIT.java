package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chorale.test.RedisServer;
import io.chorale.test.TcpProxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * python-socketio #1581: Redis cut a subscriber, and one of eight workers heard nothing for a day without a word in its log.
 */
@Timeout(120)
class DeafReplicaIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void pythonSocketio1581HearsAgainAfterRedisCutItsSubscription() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            awaitVolatile(a, "before");
            for (int i = 0; i < 5; i++) {
                redis.command("CLIENT", "KILL", "TYPE", "pubsub");
            }

            awaitVolatile(a, "after");
            assertThat(a.manager.health().hearing()).isTrue();
        }
    }

    @Test
    void makesASubscriptionAnewThatIsGoneWhileItsConnectionLives() {
        try (RedisServer redis = RedisServer.start();
                Replica a = Replica.start(redis.port(), "r")) {
            awaitVolatile(a, "before");
            // Its user may no longer hear its channels: Redis ends the subscription, and allows it again later.
            redis.command("ACL", "SETUSER", "default", "resetchannels");
            await().atMost(SOON).until(() -> !a.manager.health().hearing());
            assertThat(a.manager.health().reason()).contains("have not come back");
            redis.command("ACL", "SETUSER", "default", "allchannels");

            await().atMost(SOON).until(() -> a.manager.health().hearing());
            awaitVolatile(a, "after");
        }
    }

    @Test
    void saysThatItDoesNotHearWhileItsLinkHangsAndCatchesUpAfterwards() {
        try (RedisServer redis = RedisServer.start();
                TcpProxy link = TcpProxy.to(redis.port());
                Replica a = Replica.start(link.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            a.emit("r", "before");
            await().atMost(SOON).until(() -> a.received.contains("before"));
            link.hold();
            await().atMost(SOON).until(() -> !a.manager.health().hearing());
            assertThat(a.manager.health().reason()).contains("Redis has not answered");
            b.emit("r", "missed 1");
            b.emit("r", "missed 2");
            await().atMost(SOON).until(() -> b.received.contains("missed 2"));
            assertThat(a.received).doesNotContain("missed 1");
            link.heal();

            await().atMost(SOON).until(() -> a.manager.health().hearing());
            await().atMost(SOON).until(() -> a.received.contains("missed 2"));
            assertThat(a.received).containsExactly("before", "missed 1", "missed 2");
        }
    }

    @Test
    void survivesALinkThatIsCutAgainAndAgain() throws InterruptedException {
        try (RedisServer redis = RedisServer.start();
                TcpProxy link = TcpProxy.to(redis.port());
                Replica a = Replica.start(link.port(), "r");
                Replica b = Replica.start(redis.port(), "r")) {
            Load load = Load.start(a, "a");
            for (int i = 0; i < 5; i++) {
                load.awaitSent(30);
                link.cut();
            }
            load.awaitSent(30);
            load.stop();

            load.assertReceivedBy(a, b);
        }
    }

    private static void awaitVolatile(Replica replica, String text) {
        await().atMost(SOON).until(() -> {
            replica.manager.publish(Replica.event("r", text));
            return replica.volatileReceived.contains(text);
        });
    }
}
