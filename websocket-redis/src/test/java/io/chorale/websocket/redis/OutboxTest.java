package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.chorale.websocket.cluster.OutboxFullException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OutboxTest {
    @Test
    void keepsEventsUntilTheLogHasThemAndNumbersThem() throws InterruptedException {
        Outbox outbox = new Outbox(10_000, Duration.ofMinutes(1), UnaryOperator.identity());
        outbox.add(message(100));
        outbox.add(message(100));

        assertThat(outbox.peek(10, 10_000, Duration.ZERO))
                .extracting(Outbox.Waiting::sequence)
                .containsExactly(1L, 2L);
        outbox.remove(1);
        assertThat(outbox.peek(10, 10_000, Duration.ZERO))
                .extracting(Outbox.Waiting::sequence)
                .containsExactly(2L);
        assertThat(outbox.bytes()).isEqualTo(100);
        assertThat(outbox.awaitEmpty(Duration.ofMillis(1))).isFalse();
        outbox.remove(2);
        assertThat(outbox.awaitEmpty(Duration.ZERO)).isTrue();
    }

    @Test
    void refusesWhatDoesNotFitAndSaysWhy() {
        Outbox outbox = new Outbox(250, Duration.ofMinutes(1), UnaryOperator.identity());
        outbox.add(message(100));
        outbox.add(message(100));

        assertThatThrownBy(() -> outbox.add(message(100)))
                .isInstanceOf(OutboxFullException.class)
                .hasMessageContaining("2 events (200 bytes of at most 250)")
                .hasMessageContaining("not sent");
        assertThat(outbox.bytes()).isEqualTo(200);
    }

    @Test
    void takesOneEventHoweverLargeWhenItIsEmpty() throws InterruptedException {
        Outbox outbox = new Outbox(250, Duration.ofMinutes(1), UnaryOperator.identity());
        outbox.add(message(1_000));

        assertThat(outbox.peek(10, 100, Duration.ZERO)).hasSize(1);
    }

    @Test
    void refusesNewEventsWhileAnOldOneWaits() {
        Outbox outbox = new Outbox(10_000, Duration.ofMillis(30), UnaryOperator.identity());
        outbox.add(message(100));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThatThrownBy(() -> outbox.add(message(100)))
                        .isInstanceOf(OutboxFullException.class)
                        .hasMessageContaining("oldest"));
    }

    @Test
    void aBatchIsBoundedInNumberAndBytes() throws InterruptedException {
        Outbox outbox = new Outbox(10_000, Duration.ofMinutes(1), UnaryOperator.identity());
        for (int i = 0; i < 10; i++) {
            outbox.add(message(100));
        }

        assertThat(outbox.peek(3, 10_000, Duration.ZERO)).hasSize(3);
        assertThat(outbox.peek(10, 250, Duration.ZERO)).hasSize(2);
    }

    private static byte[] message(int length) {
        return new byte[length];
    }
}
