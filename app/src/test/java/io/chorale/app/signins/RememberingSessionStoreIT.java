package io.chorale.app.signins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.app.database.Database;
import io.chorale.app.database.TestDatabases;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionRecord;
import io.chorale.session.SessionStoreUnavailableException;
import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever Redis forgets, nobody is signed out; and whoever signed out stays out. */
class RememberingSessionStoreIT {
    private static final String USER = "anna";

    @TempDir
    Path data;

    private final RedisServer redis = RedisServer.startPersistent();
    private Database database;
    private Replica here;
    private Replica there;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.sqlite(data));
        database.write(handle -> handle.execute("INSERT INTO users (id, name, email, role, profile_image_url,"
                + " password_hash, last_active_at, updated_at, created_at) VALUES ('" + USER
                + "', 'Anna', 'anna@example.org', 'user', '', '', 0, 0, 0)"));
        here = new Replica(database, redis.port());
        there = new Replica(database, redis.port());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
        database.close();
        redis.close();
    }

    private SessionRecord signIn() {
        Instant now = Instant.now();
        SessionRecord session = new SessionRecord(
                SessionKey.ofToken(UUID.randomUUID().toString()),
                USER,
                now,
                Optional.of(now.plus(Duration.ofDays(1))),
                now,
                1,
                Map.of("address", "\"192.0.2.1\""));
        assertThat(here.store().create(session)).isTrue();
        return session;
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    @Test
    void nobodyIsSignedOutWhenRedisIsEmptied() {
        SessionRecord session = signIn();
        here.store().update(session.key(), Map.of("theme", "\"dark\""), Set.of());
        redis.command("FLUSHALL");

        SessionRecord back = there.store().load(session.key()).orElseThrow();

        assertThat(back.userId()).isEqualTo(USER);
        assertThat(back.expires()).isEqualTo(session.expires());
        assertThat(back.attributes()).isEqualTo(Map.of("address", "\"192.0.2.1\"", "theme", "\"dark\""));
        assertThat(there.store().findByUser(USER))
                .extracting(SessionRecord::key)
                .containsExactly(session.key());
        assertThat(redis.keys()).anyMatch(key -> key.endsWith(session.key().value()));
    }

    @Test
    void nobodyIsSignedOutWhenRedisEvictsSessions() {
        List<SessionRecord> sessions =
                IntStream.range(0, 100).mapToObj(number -> signIn()).toList();
        redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        redis.command("CONFIG", "SET", "maxmemory", "4mb");
        for (int i = 0; i < 60; i++) {
            redis.command("SET", "filler-" + i, "x".repeat(100_000));
        }
        assertThat(redis.keys().stream()
                        .filter(key -> key.contains(":session:"))
                        .count())
                .as("sessions that Redis still has")
                .isLessThan(100);
        redis.command("CONFIG", "SET", "maxmemory", "0");

        assertThat(sessions).allMatch(there::knows);
    }

    @Test
    void sessionsSeenLatelyGoOnWhileRedisIsAwayAndOthersAreNotCalledUnknown() {
        SessionRecord seen = signIn();
        SessionRecord unseen = signIn();
        assertThat(there.knows(seen)).isTrue();
        redis.kill();

        assertThat(there.knows(seen)).isTrue();
        assertThatThrownBy(() -> there.knows(unseen)).isInstanceOf(SessionStoreUnavailableException.class);

        redis.startAgain();
        soon().ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
                .until(() -> there.knows(unseen));
    }

    @Test
    void signInWhileRedisIsAwayLeavesNothingBehind() {
        redis.kill();
        assertThatThrownBy(this::signIn).isInstanceOf(SessionStoreUnavailableException.class);
        redis.startAgain();
        soon().ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
                .untilAsserted(() -> assertThat(here.store().findByUser(USER)).isEmpty());
    }

    @Test
    void whatWasSignedOutIsNeverPutBack() {
        SessionRecord session = signIn();
        assertThat(there.knows(session)).isTrue();
        assertThat(here.store().delete(session.key())).isTrue();
        redis.command("FLUSHALL"); // the mark that nothing may be created over is gone too

        assertThat(here.knows(session)).isFalse();
        soon().until(() -> !there.knows(session));
        try (Replica fresh = new Replica(database, redis.port())) {
            assertThat(fresh.knows(session)).isFalse();
            assertThat(fresh.store().update(session.key(), Map.of("a", "1"), Set.of()))
                    .isFalse();
        }
        assertThat(there.store().findByUser(USER)).isEmpty();
    }

    @Test
    void signOutIsAnnouncedForASessionThatRedisForgot() {
        SessionRecord session = signIn();
        redis.command("FLUSHALL");
        here.store().delete(session.key());
        soon().until(() -> there.ended().contains(session.key()));
    }

    @Test
    void signOutWhileRedisIsAwayHoldsWhenItIsBack() {
        SessionRecord session = signIn();
        assertThat(there.knows(session)).isTrue();
        redis.kill();

        assertThat(here.store().delete(session.key())).isTrue();
        assertThat(here.knows(session)).isFalse();

        redis.startAgain(); // with the session, from its file
        soon().until(() -> there.ended().contains(session.key()));
        assertThat(there.knows(session)).isFalse();
        assertThat(here.knows(session)).isFalse();
    }

    @Test
    void signOutWhileRedisIsAwayOutlivesTheReplicaThatWasAsked() {
        SessionRecord session = signIn();
        redis.kill();
        here.store().deleteByUser(USER);
        here.close();

        redis.startAgain();
        soon().until(() -> there.ended().contains(session.key()));
        assertThat(there.knows(session)).isFalse();
    }

    @Test
    void signOutEverywhereEndsAlsoWhatRedisForgot() {
        SessionRecord first = signIn();
        redis.command("FLUSHALL");
        SessionRecord second = signIn();

        assertThat(here.store().deleteByUser(USER)).isEqualTo(2);

        soon().untilAsserted(() -> assertThat(there.ended()).contains(first.key(), second.key()));
        assertThat(there.knows(first) || there.knows(second)).isFalse();
    }
}
