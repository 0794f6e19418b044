package io.chorale.session.redis;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the announcements of other stores. Redisson subscribes again by itself after an outage, but gives up when the
 * first attempt fails: this one goes on trying. Both callbacks run on a Redisson thread and must not block. Safe for
 * use by many threads.
 */
final class SessionSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSubscription.class);
    private static final long PAUSE_MILLIS = 250;

    private final RTopic topic;
    private final Consumer<SessionAnnouncement> onMessage;
    private final Runnable onSubscribed;
    private final CountDownLatch first = new CountDownLatch(1);
    private final AtomicLong unreadable = new AtomicLong();
    private final Thread subscriber;

    /** @param onSubscribed called at the first and each later subscription: what was said before it is lost */
    SessionSubscription(
            RedissonClient client, String channel, Consumer<SessionAnnouncement> onMessage, Runnable onSubscribed) {
        this.topic = client.getTopic(channel, ByteArrayCodec.INSTANCE);
        this.onMessage = onMessage;
        this.onSubscribed = onSubscribed;
        this.subscriber = Thread.ofVirtual().name("session-subscriber").start(this::subscribe);
    }

    /** Waits for the first subscription, not longer than the patience. */
    void awaitFirst(Duration patience) {
        try {
            if (!first.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Not subscribed to {} yet; sign-outs elsewhere are seen late. Trying on.", topic);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isActive() {
        return first.getCount() == 0;
    }

    @Override
    public void close() {
        subscriber.interrupt();
        try {
            topic.removeAllListeners();
        } catch (RuntimeException e) {
            LOG.debug("Could not unsubscribe; the connection is about to close anyway", e);
        }
    }

    private void subscribe() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                topic.addListener(byte[].class, (channel, message) -> receive(message));
                topic.addListener(new Status());
                first.countDown();
                onSubscribed.run();
                return;
            } catch (RuntimeException e) {
                LOG.debug("Could not subscribe yet", e);
                startOver();
            }
        }
    }

    private void startOver() {
        try {
            topic.removeAllListeners();
        } catch (RuntimeException e) {
            LOG.debug("Nothing to unsubscribe from", e);
        }
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(byte[] message) {
        try {
            onMessage.accept(SessionAnnouncement.decode(message));
        } catch (IOException | IllegalArgumentException e) {
            if (unreadable.incrementAndGet() == 1) {
                LOG.warn("Ignored an unreadable message about a session; does something else use our prefix?", e);
            }
        }
    }

    private final class Status implements StatusListener {
        @Override
        public void onSubscribe(String channel) {
            onSubscribed.run();
        }

        @Override
        public void onUnsubscribe(String channel) {}
    }
}
