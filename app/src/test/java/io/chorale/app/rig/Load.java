package io.chorale.app.rig;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Posts numbered messages at a steady rate to the channels in turn. A post that fails, or is not answered in time, is
 * repeated under its temporary id until it is acknowledged, as the page does.
 */
final class Load implements AutoCloseable {
    private static final int MOST_IN_FLIGHT = 100;
    private static final long PAUSE_MILLIS = 250;

    private final Api api;
    private final List<String> channels;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService posts = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(MOST_IN_FLIGHT);
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    private Load(Api api, List<String> channels) {
        this.api = api;
        this.channels = channels;
    }

    static Load start(Api api, List<String> channels, int rate) {
        Load load = new Load(api, channels);
        long pause = TimeUnit.SECONDS.toNanos(1) / rate;
        var unused = load.ticks.scheduleAtFixedRate(load::next, 0, pause, TimeUnit.NANOSECONDS);
        return load;
    }

    /** Nothing is posted while a hundred are unanswered: the fault takes too long then, not the machine. */
    private void next() {
        if (slots.tryAcquire()) {
            int number = last.incrementAndGet();
            posts.execute(() -> postUntilAcknowledged(number));
        }
    }

    private void postUntilAcknowledged(int number) {
        try {
            while (!acknowledged.contains(number)) {
                try {
                    api.post(channels.get(number % channels.size()), number);
                    acknowledged.add(number);
                } catch (IOException e) {
                    failures.incrementAndGet();
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            slots.release();
        }
    }

    /** Posts no more and waits until all posts are acknowledged. */
    Set<Integer> finish() {
        ticks.shutdownNow();
        Awaitility.await("all posts acknowledged")
                .atMost(Duration.ofSeconds(90))
                .until(() -> acknowledged.size() == last.get());
        return Set.copyOf(acknowledged);
    }

    int acknowledged() {
        return acknowledged.size();
    }

    /** Posts that had to be repeated. */
    int failures() {
        return failures.get();
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        posts.shutdownNow();
    }
}
