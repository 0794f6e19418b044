package io.chorale.websocket.redis;

import io.chorale.websocket.redis.Channels.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is subscribed equal to what is wanted. The client library subscribes again after a lost connection but gives up
 * on a first subscription that fails; this does not. Safe for use by many threads; one thread of its own does the work.
 */
final class Subscriptions implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final Duration CHECK = Duration.ofMillis(500);

    private final Channels channels;
    private final Map<Channel, Channels.Listener> wanted = new ConcurrentHashMap<>();
    /** Touched by {@link #settle} only. */
    private final Map<Channel, Integer> subscribed = new HashMap<>();

    private final Semaphore work = new Semaphore(0);
    private final OutageLog outage = new OutageLog(LOG, "Cannot subscribe to channels in Redis");
    private volatile boolean rebuild;
    private volatile int missing;

    Subscriptions(Channels channels) {
        this.channels = channels;
    }

    /** From now on, as soon as Redis allows. Returns at once. */
    void want(Channel channel, Channels.Listener onMessage) {
        wanted.put(channel, onMessage);
        work.release();
    }

    void unwant(Channel channel) {
        wanted.remove(channel);
        work.release();
    }

    /** Ends every subscription and makes it anew. Returns at once. */
    void rebuild() {
        rebuild = true;
        work.release();
    }

    /** Wanted channels that are not subscribed. */
    int missing() {
        return missing;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (work.tryAcquire(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
                settle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Subscribes what is wanted and not subscribed; at first by the thread that starts this one, later by its own. */
    void settle() {
        try {
            removeUnwanted(rebuild);
            rebuild = false;
            for (Map.Entry<Channel, Channels.Listener> channel : wanted.entrySet()) {
                if (!subscribed.containsKey(channel.getKey())) {
                    subscribed.put(channel.getKey(), channels.subscribe(channel.getKey(), channel.getValue()));
                }
            }
            outage.over();
        } catch (RuntimeException e) {
            outage.failed(e);
        }
        missing = (int) wanted.keySet().stream()
                .filter(channel -> !subscribed.containsKey(channel))
                .count();
    }

    private void removeUnwanted(boolean all) {
        for (Iterator<Map.Entry<Channel, Integer>> it = subscribed.entrySet().iterator(); it.hasNext(); ) {
            Map.Entry<Channel, Integer> channel = it.next();
            if (all || !wanted.containsKey(channel.getKey())) {
                it.remove();
                channels.unsubscribe(channel.getKey(), channel.getValue());
            }
        }
    }
}
