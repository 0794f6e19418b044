package io.chorale.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link AttemptCounter} does. */
public abstract class AttemptCounterContract {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:59Z");

    private final String subject = "subject-" + UUID.randomUUID();

    protected abstract AttemptCounter counter();

    @Test
    void attemptsAreCountedForEachSubject() {
        assertThat(counter().add(subject, 1, NOON)).isEqualTo(1);
        assertThat(counter().add(subject, 1, NOON)).isEqualTo(2);
        assertThat(counter().add(subject + "-other", 1, NOON)).isEqualTo(1);
        assertThat(counter().add(subject, 0, NOON)).isEqualTo(2);
    }

    @Test
    void attemptsWeighTwoToThreeMinutes() {
        counter().add(subject, 1, NOON);
        counter().add(subject, 1, NOON.plusSeconds(1)); // another minute
        assertThat(counter().add(subject, 0, NOON.plus(Duration.ofMinutes(2)))).isEqualTo(2);
        assertThat(counter().add(subject, 0, NOON.plusSeconds(2 * 60 + 1))).isEqualTo(1);
        assertThat(counter().add(subject, 0, NOON.plusSeconds(3 * 60 + 1))).isZero();
    }

    @Test
    void anAttemptCanBeTakenBackButThereIsNoCredit() {
        counter().add(subject, 1, NOON);
        assertThat(counter().add(subject, -1, NOON.plusSeconds(1))).isZero();
        assertThat(counter().add(subject, -1, NOON.plusSeconds(1))).isZero();
        assertThat(counter().add(subject, 1, NOON.plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void concurrentAttemptsAreAllCounted() {
        CompletableFuture<?>[] all = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.runAsync(() -> counter().add(subject, 1, NOON)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(all).join();
        assertThat(counter().add(subject, 0, NOON)).isEqualTo(50);
    }
}
