package io.chorale.app.signins;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * 100 people work on two replicas while Redis is disturbed: nobody is signed out or taken for a stranger, and no change
 * that was confirmed is lost. "Not now" (503) is the only answer that they may get instead.
 */
class DisturbedRedisIT {
    private static final int PEOPLE = 100;
    private static final int AT_ONCE = 6;
    /** One visit in so many changes something. */
    private static final int READS_PER_CHANGE = 10;

    @TempDir
    Path data;

    private final RedisServer redis = RedisServer.startPersistent();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger visits = new AtomicInteger();
    private final AtomicInteger later = new AtomicInteger();
    private final AtomicInteger strangers = new AtomicInteger();
    private Database database;
    private List<Replica> replicas;
    private List<Person> people;

    enum Disturbance {
        DOWN(redis -> {
            redis.kill();
            redis.startAgain();
        }),
        PAUSED(redis -> {
            redis.pause();
            await(Duration.ofSeconds(2));
            redis.resume();
        }),
        EMPTY(redis -> redis.command("FLUSHALL")),
        EVICTING(DisturbedRedisIT::evict),
        RESTARTED(redis -> {
            redis.stop();
            redis.startAgain();
        }),
        DISCONNECTED(redis -> {
            redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
            redis.command("CLIENT", "KILL", "TYPE", "pubsub");
        });

        private final Consumer<RedisServer> how;

        Disturbance(Consumer<RedisServer> how) {
            this.how = how;
        }
    }

    private static void evict(RedisServer redis) {
        redis.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        redis.command("CONFIG", "SET", "maxmemory", "4mb");
        for (int i = 0; i < 60; i++) {
            redis.command("SET", "filler-" + i, "x".repeat(100_000));
        }
        redis.command("CONFIG", "SET", "maxmemory", "0");
    }

    private static void await(Duration time) {
        Awaitility.await().pollDelay(time).until(() -> true);
    }

    /** One of the hundred; used by one thread at a time. */
    private static final class Person {
        private final SessionRecord session;
        private int tried;
        private int confirmed;

        Person(String name) {
            Instant now = Instant.now();
            session = new SessionRecord(
                    SessionKey.ofToken(UUID.randomUUID().toString()), name, now, Optional.empty(), now, 1, Map.of());
        }

        synchronized boolean visit(Replica replica) {
            if (ThreadLocalRandom.current().nextInt(READS_PER_CHANGE) > 0) {
                return replica.knows(session);
            }
            tried++;
            boolean done = replica.store().update(session.key(), Map.of("n", Integer.toString(tried)), Set.of());
            confirmed = done ? tried : confirmed;
            return done;
        }

        synchronized void expectNothingLost(Replica replica) {
            SessionRecord now = replica.store().load(session.key()).orElseThrow();
            assertThat(Integer.parseInt(now.attributes().getOrDefault("n", "0")))
                    .isBetween(confirmed, tried);
        }
    }

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.sqlite(data));
        database.write(handle -> handle.execute("INSERT INTO users (id, name, email, role, profile_image_url,"
                + " password_hash, last_active_at, updated_at, created_at) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL"
                + " SELECT i + 1 FROM n WHERE i < 99) SELECT 'person-' || i, 'P', 'p' || i || '@example.org', 'user',"
                + " '', '', 0, 0, 0 FROM n"));
        replicas = List.of(new Replica(database, redis.port()), new Replica(database, redis.port()));
        people = IntStream.range(0, PEOPLE)
                .mapToObj(i -> new Person("person-" + i))
                .toList();
        people.forEach(person -> replicas.getFirst().store().create(person.session));
    }

    @AfterEach
    void close() {
        replicas.forEach(Replica::close);
        database.close();
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsSignedOutAndNothingConfirmedIsLost(Disturbance disturbance) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> working = IntStream.range(0, AT_ONCE)
                    .<Future<?>>mapToObj(i -> threads.submit(this::work))
                    .toList();
            awaitVisits(PEOPLE);
            disturbance.how.accept(redis);
            awaitVisits(visits.get() + PEOPLE);
            over.set(true);
            for (Future<?> worker : working) {
                worker.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(strangers).as("taken for a stranger").hasValue(0);
        for (Replica replica : replicas) {
            Awaitility.await("all as it should be, with %s answers 503 in between".formatted(later))
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(SessionStoreUnavailableException.class)
                    .untilAsserted(() -> people.forEach(person -> person.expectNothingLost(replica)));
        }
    }

    private void awaitVisits(int number) {
        Awaitility.await("visits that went well").atMost(Duration.ofSeconds(60)).until(() -> visits.get() >= number);
    }

    private void work() {
        while (!over.get()) {
            Person person = people.get(ThreadLocalRandom.current().nextInt(PEOPLE));
            Replica replica = replicas.get(ThreadLocalRandom.current().nextInt(replicas.size()));
            try {
                (person.visit(replica) ? visits : strangers).incrementAndGet();
            } catch (SessionStoreUnavailableException notNow) {
                later.incrementAndGet();
            }
        }
    }
}
