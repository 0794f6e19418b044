package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Emits numbered events into a room, some hundred a second, until it is stopped. */
final class Load {
    private final Replica from;
    private final String name;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile int sent;

    private Load(Replica from, String name) {
        this.from = from;
        this.name = name;
        this.thread = Thread.ofVirtual().unstarted(this::run);
    }

    static Load start(Replica from, String name) {
        Load load = new Load(from, name);
        load.thread.start();
        return load;
    }

    private void run() {
        try {
            do {
                from.emit("r", name + sent);
                sent++;
            } while (!stop.await(3, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitSent(int more) {
        int start = sent;
        await().atMost(Duration.ofSeconds(30)).until(() -> sent >= start + more);
    }

    void stop() throws InterruptedException {
        stop.countDown();
        thread.join();
    }

    /** Nothing lost, nothing twice, nothing out of order. */
    void assertReceivedBy(Replica... replicas) {
        List<String> all = IntStream.range(0, sent).mapToObj(i -> name + i).toList();
        for (Replica replica : replicas) {
            await().atMost(Duration.ofSeconds(30)).until(() -> received(replica).size() >= all.size());
            assertThat(received(replica)).isEqualTo(all);
        }
    }

    private List<String> received(Replica replica) {
        return replica.received.stream().filter(text -> text.startsWith(name)).toList();
    }
}
