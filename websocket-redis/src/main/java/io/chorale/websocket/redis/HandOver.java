package io.chorale.websocket.redis;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the listener threads of the client library, which must not wait and whose own queue has no bound, and
 * works on them in order on one thread. Without room a message is dropped and counted.
 */
final class HandOver implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final int ROOM = 4_000;
    private static final int ROOM_BYTES = 16 << 20;

    private final Consumer<byte[]> work;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private long refused;

    /** @param work gets each message */
    HandOver(Consumer<byte[]> work) {
        this.work = work;
    }

    void offer(String channel, byte[] message) {
        if (queuedBytes.addAndGet(message.length) > ROOM_BYTES || !queue.offer(message)) {
            queuedBytes.addAndGet(-message.length);
            dropped.incrementAndGet();
        }
    }

    long dropped() {
        return dropped.get();
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                byte[] message = queue.take();
                queuedBytes.addAndGet(-message.length);
                try {
                    work.accept(message);
                } catch (MalformedMessageException e) {
                    if (refused++ == 0) {
                        LOG.warn("A message on a channel is not readable and skipped: {}", e.getMessage());
                    }
                } catch (RuntimeException e) {
                    LOG.error("A message on a channel was not handled", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
