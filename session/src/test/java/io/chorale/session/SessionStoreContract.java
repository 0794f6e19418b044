package io.chorale.session;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link SessionStore} does. Names of outside bugs say which mistake a test guards against. */
@Timeout(60)
public abstract class SessionStoreContract {
    /** Long enough that no test sees it by accident. */
    protected static final Duration IDLE = Duration.ofMinutes(30);

    private static final Duration SHORT_IDLE = Duration.ofMillis(600);

    private SessionStore store;
    private SessionStore other;

    /**
     * Opens a store; all stores of one test share their sessions as replicas do. Closed by the subclass after the
     * test. A store that lives in one process returns the same one for the same idle time.
     */
    protected abstract SessionStore open(Duration idleTimeout);

    @BeforeEach
    void openTwoReplicas() {
        store = open(IDLE);
        other = open(IDLE);
    }

    @Test
    void findsOnEveryReplicaWhatWasCreatedOnOne() {
        SessionRecord session = session("ada", Map.of("role", "\"admin\"", "Größe ✓", "{\"a\":[1,2]}"));

        assertThat(store.create(session)).isTrue();

        assertThat(withoutTouch(other.load(session.key()))).contains(withoutTouch(session));
        assertThat(withoutTouch(store.load(session.key()))).contains(withoutTouch(session));
    }

    @Test
    void keepsASessionWithoutAttributesAndWithoutEnd() {
        SessionRecord session =
                new SessionRecord(key(), "{odd}:user *?", Instant.now(), Optional.empty(), Instant.now(), 1, Map.of());
        store.create(session);

        assertThat(withoutTouch(other.load(session.key()))).contains(withoutTouch(session));
        assertThat(other.findByUser("{odd}:user *?")).hasSize(1);
    }

    @Test
    void knowsNothingOfOtherKeys() {
        assertThat(store.load(key())).isEmpty();
        assertThat(store.delete(key())).isFalse();
        assertThat(store.update(key(), Map.of("a", "1"), Set.of())).isFalse();
        assertThat(store.findByUser("nobody")).isEmpty();
        assertThat(store.deleteByUser("nobody")).isZero();
    }

    @Test
    void endsAtItsAbsoluteEndHoweverActiveItIs() {
        SessionRecord session = session("ada", Instant.now().plusMillis(700));
        store.create(session);
        assertThat(store.load(session.key())).isPresent();

        await().atMost(10, SECONDS).until(() -> store.load(session.key()).isEmpty());

        assertThat(Instant.now()).isAfterOrEqualTo(session.expires().orElseThrow());
        assertThat(store.findByUser("ada")).isEmpty();
        assertThat(store.update(session.key(), Map.of("a", "1"), Set.of())).isFalse();
    }

    @Test
    void neverLivesLongerByTheAbsoluteEndThanByTheIdleTime() {
        SessionStore impatient = open(SHORT_IDLE);
        SessionRecord session = session("ada", Map.of());
        impatient.create(session);

        await().atMost(10, SECONDS)
                .pollDelay(SHORT_IDLE.plusMillis(100))
                .until(() -> impatient.load(session.key()).isEmpty());
        assertThat(impatient.findByUser("ada")).isEmpty();
    }

    @Test
    void aLoadRenewsTheIdleTime() {
        SessionStore impatient = open(SHORT_IDLE);
        SessionRecord session = session("ada", Map.of());
        impatient.create(session);
        Instant longAfter = Instant.now().plus(SHORT_IDLE.multipliedBy(3));

        await().atMost(10, SECONDS).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(impatient.load(session.key())).isPresent();
            return Instant.now().isAfter(longAfter);
        });
    }

    @Test
    void creatingUnderAKeyInUseChangesNothing() {
        SessionRecord session = session("ada", Map.of("a", "1"));
        store.create(session);

        assertThat(store.create(new SessionRecord(
                        session.key(), "bob", Instant.now(), Optional.empty(), Instant.now(), 1, Map.of())))
                .isTrue();

        assertThat(withoutTouch(store.load(session.key()))).contains(withoutTouch(session));
        assertThat(store.findByUser("bob")).isEmpty();
    }

    @Test
    void setsAndRemovesAttributesAndLeavesTheOthers() {
        SessionRecord session = session("ada", Map.of("keep", "1", "change", "2", "drop", "3"));
        store.create(session);

        assertThat(store.update(session.key(), Map.of("change", "20", "new", "4"), Set.of("drop", "absent")))
                .isTrue();

        SessionRecord after = store.load(session.key()).orElseThrow();
        assertThat(after.attributes()).isEqualTo(Map.of("keep", "1", "change", "20", "new", "4"));
        assertThat(after.version()).isEqualTo(2);
        assertThat(after.created()).isEqualTo(session.created());
    }

    @Test
    void aNameThatIsBothRemovedAndSetIsSet() {
        SessionRecord session = session("ada", Map.of("a", "1"));
        store.create(session);

        store.update(session.key(), Map.of("a", "2"), Set.of("a"));

        assertThat(store.load(session.key()).orElseThrow().attributes()).isEqualTo(Map.of("a", "2"));
    }

    @Test
    void anUpdateIsSeenOnTheOtherReplica() {
        SessionRecord session = session("ada", Map.of());
        store.create(session);
        assertThat(other.load(session.key())).isPresent();

        store.update(session.key(), Map.of("a", "1"), Set.of());

        await().atMost(1, SECONDS)
                .until(() ->
                        other.load(session.key()).orElseThrow().attributes().containsKey("a"));
    }

    /** Spring Session #1471 and #311: concurrent requests overwrote each other's attributes. */
    @Test
    void requestsThatChangeDifferentAttributesAllWinSpringSession1471() {
        SessionRecord session = session("ada", Map.of("start", "0"));
        store.create(session);
        Map<String, String> expected = new HashMap<>(Map.of("start", "0"));

        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 48; i++) {
                String name = "attribute-" + i;
                String value = String.valueOf(i);
                SessionStore replica = i % 2 == 0 ? store : other;
                expected.put(name, value);
                requests.submit(() -> replica.update(session.key(), Map.of(name, value), Set.of()));
            }
        }

        SessionRecord after = open(IDLE).load(session.key()).orElseThrow();
        assertThat(after.attributes()).isEqualTo(expected);
        assertThat(after.version()).isEqualTo(49);
    }

    /** Spring Session #2021: a save after sign-out brought back half a session, without its creation time. */
    @Test
    void aSaveThatComesAfterSignOutRevivesNothingSpringSession2021() {
        SessionRecord session = session("ada", Map.of("a", "1"));
        store.create(session);
        other.load(session.key());

        assertThat(store.delete(session.key())).isTrue();

        assertThat(other.update(session.key(), Map.of("a", "2"), Set.of())).isFalse();
        assertThat(other.create(session)).isFalse();
        assertThat(store.load(session.key())).isEmpty();
        await().atMost(1, SECONDS).until(() -> other.load(session.key()).isEmpty());
        assertThat(store.findByUser("ada")).isEmpty();
    }

    @Test
    void endsOnceOnly() {
        SessionRecord session = session("ada", Map.of());
        store.create(session);

        assertThat(store.delete(session.key())).isTrue();
        assertThat(store.delete(session.key())).isFalse();
        assertThat(other.delete(session.key())).isFalse();
    }

    /** Between the question whether it was there and the answer: what a copy in a database is put back with. */
    @Test
    void aSessionEndedWhileItWasMissingCannotBePutBack() {
        SessionRecord session = session("ada", Map.of());

        store.delete(session.key());

        assertThat(other.create(session)).isFalse();
        assertThat(other.load(session.key())).isEmpty();
    }

    @Test
    void listsTheSessionsOfAUserNewestFirst() {
        Instant now = Instant.now();
        List<SessionRecord> sessions = IntStream.range(0, 5)
                .mapToObj(i -> new SessionRecord(
                        key(), "ada", now.minusSeconds(i), Optional.empty(), now, 1, Map.of("n", String.valueOf(i))))
                .toList();
        sessions.reversed().forEach(store::create);
        store.create(session("bob", Map.of()));

        assertThat(other.findByUser("ada"))
                .extracting(SessionRecord::key)
                .containsExactlyElementsOf(
                        sessions.stream().map(SessionRecord::key).toList());
        assertThat(other.findByUser("ada").getLast().attributes()).isEqualTo(Map.of("n", "4"));
    }

    @Test
    void endsAllSessionsOfAUserAndNoOthers() {
        List<SessionRecord> sessions =
                IntStream.range(0, 150).mapToObj(i -> session("ada", Map.of())).toList();
        sessions.forEach(store::create);
        SessionRecord bystander = session("bob", Map.of());
        store.create(bystander);
        other.load(sessions.getFirst().key());

        assertThat(store.deleteByUser("ada")).isEqualTo(150);

        assertThat(sessions)
                .allSatisfy(session -> assertThat(store.load(session.key())).isEmpty());
        assertThat(store.create(sessions.getFirst())).isFalse();
        await().atMost(1, SECONDS)
                .until(() -> other.load(sessions.getFirst().key()).isEmpty());
        assertThat(store.findByUser("ada")).isEmpty();
        assertThat(store.load(bystander.key())).isPresent();
    }

    @Test
    void oneSessionTooManyOfAUserEndsAnother() {
        for (int i = 0; i < SessionLimits.SESSIONS_PER_USER; i++) {
            store.create(session("ada", Map.of()));
        }
        SessionRecord last = session("ada", Map.of());

        store.create(last);

        assertThat(store.findByUser("ada"))
                .hasSize(SessionLimits.SESSIONS_PER_USER)
                .extracting(SessionRecord::key)
                .contains(last.key());
    }

    @Test
    void refusesWhatIsOverTheBounds() {
        SessionRecord session = session("ada", Map.of("a", "1"));
        store.create(session);
        String large = "x".repeat(SessionLimits.ATTRIBUTE_BYTES);
        String fitting = "x".repeat(SessionLimits.ATTRIBUTE_BYTES - 10);

        assertThatThrownBy(() -> store.update(session.key(), Map.of("b", large), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'b'")
                .hasMessageContaining("16384");
        assertThatThrownBy(() -> store.update(session.key(), Map.of("", "1"), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.create(session("ada", Map.of("b", large))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.create(session(" ", Map.of()))).isInstanceOf(IllegalArgumentException.class);
        for (String name : List.of("b", "c", "d", "e")) {
            if (name.equals("e")) {
                assertThatThrownBy(() -> store.update(session.key(), Map.of("e", fitting), Set.of()))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("65536");
            } else {
                store.update(session.key(), Map.of(name, fitting), Set.of());
                store.update(session.key(), Map.of(name + "-", "x".repeat(30)), Set.of());
            }
        }
        assertThat(store.load(session.key()).orElseThrow().attributes())
                .containsOnlyKeys("a", "b", "b-", "c", "c-", "d", "d-");
    }

    @Test
    void refusesTheSixtyFifthAttribute() {
        SessionRecord session = session("ada", Map.of());
        store.create(session);
        for (int i = 0; i < SessionLimits.ATTRIBUTES; i++) {
            store.update(session.key(), Map.of("a" + i, "1"), Set.of());
        }

        assertThatThrownBy(() -> store.update(session.key(), Map.of("one", "1"), Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65 attributes");

        assertThat(store.update(session.key(), Map.of("one", "1"), Set.of("a0")))
                .isTrue();
    }

    @Test
    void tellsEveryReplicaOnceOfEachSessionThatEnds() {
        RecordingListener here = new RecordingListener();
        RecordingListener there = new RecordingListener();
        store.addListener(here);
        other.addListener(there);
        SessionRecord first = session("ada", Map.of());
        SessionRecord second = session("ada", Map.of());
        SessionRecord third = session("bob", Map.of());
        List.of(first, second, third).forEach(store::create);

        store.delete(third.key());
        store.deleteByUser("ada");

        List<SessionEnded> expected = List.of(
                new SessionEnded(third.key(), "bob"),
                new SessionEnded(first.key(), "ada"),
                new SessionEnded(second.key(), "ada"));
        await().atMost(1, SECONDS).untilAsserted(() -> {
            assertThat(here.ended()).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(there.ended()).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    protected static SessionRecord session(String userId, Map<String, String> attributes) {
        Instant now = Instant.now();
        return new SessionRecord(key(), userId, now, Optional.of(now.plus(Duration.ofDays(28))), now, 1, attributes);
    }

    protected static SessionRecord session(String userId, Instant expires) {
        Instant now = Instant.now();
        return new SessionRecord(key(), userId, now, Optional.of(expires), now, 1, Map.of());
    }

    protected static SessionKey key() {
        return SessionKey.ofToken(UUID.randomUUID().toString());
    }

    private static Optional<SessionRecord> withoutTouch(Optional<SessionRecord> session) {
        return session.map(SessionStoreContract::withoutTouch);
    }

    private static SessionRecord withoutTouch(SessionRecord session) {
        return session.seenAt(session.created());
    }
}
