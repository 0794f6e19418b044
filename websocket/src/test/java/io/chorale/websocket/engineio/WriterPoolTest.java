package io.chorale.websocket.engineio;

import static io.chorale.websocket.engineio.EngineFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriterPoolTest {
    private final TimerWheel timers = new TimerWheel("writer-pool-test");
    private final WriterPool writers = new WriterPool(2, timers);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        writers.close();
        timers.close();
    }

    private void stick() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void getsPastAThousandStuckPeersInMoments() throws InterruptedException {
        long threads = LiveThreads.virtual();
        CountDownLatch healthy = new CountDownLatch(1);
        for (int i = 0; i < 1_000; i++) {
            writers.execute(this::stick);
        }
        writers.execute(healthy::countDown);

        assertThat(healthy.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(LiveThreads.virtual() - threads)
                .as("doubled, not multiplied")
                .isLessThan(2_200);
        release.countDown();
        eventually().untilAsserted(() -> assertThat(LiveThreads.virtual()).isLessThanOrEqualTo(threads));
    }

    @Test
    void startsNoMoreThreadsThanItMayForWorkThatMoves() {
        AtomicInteger together = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 10_000; i++) {
            writers.execute(() -> {
                most.accumulateAndGet(together.incrementAndGet(), Math::max);
                together.decrementAndGet();
                done.incrementAndGet();
            });
        }
        eventually().until(() -> done.get() == 10_000);
        assertThat(most.get()).isLessThanOrEqualTo(64);
    }

    @Test
    void losesNoThreadToADrainThatFails() {
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            writers.execute(() -> {
                throw new IllegalStateException("as the test wants it");
            });
        }
        writers.execute(done::incrementAndGet);
        eventually().until(() -> done.get() == 1);
    }
}
