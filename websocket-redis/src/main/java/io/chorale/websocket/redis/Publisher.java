package io.chorale.websocket.redis;

import io.chorale.websocket.redis.Channels.Channel;
import io.chorale.websocket.redis.Channels.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes in order, many messages at a time, one batch in flight. What finds no room, or comes while Redis is away, is
 * dropped and counted. Safe for use by many threads; one thread of its own does the work.
 */
final class Publisher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
    private static final int ROOM = 2_000;
    private static final int ROOM_BYTES = 8 << 20;
    private static final int BATCH = 256;

    private final Channels channels;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final OutageLog outage;

    /** @param what for logs: the messages, in the plural */
    Publisher(Channels channels, String what) {
        this.channels = channels;
        this.outage = new OutageLog(LOG, what + " cannot be published and are dropped");
    }

    void offer(Channel channel, byte[] body) {
        if (queuedBytes.addAndGet(body.length) > ROOM_BYTES || !queue.offer(new Message(channel, body))) {
            queuedBytes.addAndGet(-body.length);
            dropped.incrementAndGet();
        }
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public void run() {
        List<Message> batch = new ArrayList<>(BATCH);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                batch.forEach(message -> queuedBytes.addAndGet(-message.body().length));
                publish(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish(List<Message> batch) {
        try {
            channels.publish(batch);
            outage.over();
        } catch (RuntimeException e) {
            dropped.addAndGet(batch.size());
            outage.failed(e);
        }
    }
}
