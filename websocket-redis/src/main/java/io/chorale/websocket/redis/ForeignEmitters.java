package io.chorale.websocket.redis;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.EventTooLargeException;
import io.chorale.websocket.cluster.OutboxFullException;
import io.chorale.websocket.redis.emitter.ForeignEvent;
import io.chorale.websocket.redis.emitter.ForeignMessageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what foreign emitters say: one replica at a time hears them ({@link EmitterLease}) and brings their events into the
 * log, so that they have their place in the one order and are there for clients that resume. Their own way is pub/sub: what
 * they say while nobody hears (Redis away, or for some seconds after the hearing replica was killed) is lost.
 *
 * <p>Offers come from listener threads; one thread of its own does the work.
 */
final class ForeignEmitters implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignEmitters.class);
    private static final int ROOM = 4_000;
    private static final int ROOM_BYTES = 16 << 20;

    private final EmitterLease lease;
    private final Subscriptions subscriptions;
    private final List<ForeignSource> sources;
    private final int mostBytes;
    private final Duration pause;
    private final Consumer<ClusterEvent> append;
    private final Consumer<ClusterEvent.Broadcast> publish;
    private final BlockingQueue<Heard> queue = new ArrayBlockingQueue<>(ROOM);
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final OutageLog outage = new OutageLog(LOG, "Who hears foreign emitters cannot be settled with Redis");
    private long term;
    private boolean told;

    /**
     * @param pause between two looks at the lease
     * @param append for events that must not get lost
     * @param publish for those that may
     */
    ForeignEmitters(
            EmitterLease lease,
            Subscriptions subscriptions,
            List<ForeignSource> sources,
            int mostBytes,
            Duration pause,
            Consumer<ClusterEvent> append,
            Consumer<ClusterEvent.Broadcast> publish) {
        this.lease = lease;
        this.subscriptions = subscriptions;
        this.sources = sources;
        this.mostBytes = mostBytes;
        this.pause = pause;
        this.append = append;
        this.publish = publish;
    }

    /** Messages that became events. */
    long taken() {
        return taken.get();
    }

    /** Messages that were too large, unreadable, without room, or heard while another replica had the right. */
    long dropped() {
        return dropped.get();
    }

    @Override
    public void run() {
        if (sources.isEmpty()) {
            return;
        }
        try {
            long nextLook = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                if (System.nanoTime() - nextLook >= 0) {
                    look();
                    nextLook = System.nanoTime() + pause.toNanos();
                }
                Heard heard = queue.poll(Math.max(1, nextLook - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (heard != null) {
                    queuedBytes.addAndGet(-heard.message().length);
                    take(heard);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives the right back, for good. */
    void release() {
        lease.release();
    }

    private void look() {
        try {
            follow(lease.renew());
            outage.over();
        } catch (RedisException e) {
            outage.failed(e);
        }
    }

    private void follow(long now) {
        if (now == term) {
            return;
        }
        if (term != 0) {
            forget();
        }
        term = now;
        for (ForeignSource source : sources) {
            if (now == 0) {
                source.channels().forEach(subscriptions::unwant);
            } else {
                source.channels()
                        .forEach(name -> subscriptions.want(name, (channel, bytes) -> offer(source, channel, bytes)));
            }
        }
        LOG.info("Foreign emitters are heard by {}", now == 0 ? "another replica" : "this replica");
    }

    /** What waits here was said while another replica may have heard it, too. */
    private void forget() {
        for (Heard heard = queue.poll(); heard != null; heard = queue.poll()) {
            queuedBytes.addAndGet(-heard.message().length);
            dropped.incrementAndGet();
        }
    }

    private void offer(ForeignSource source, String channel, byte[] message) {
        if (message.length > mostBytes) {
            refuse(channel, message.length + " bytes, more than " + mostBytes + " (WEBSOCKET_EMITTER_MAX_SIZE)");
        } else if (queuedBytes.addAndGet(message.length) > ROOM_BYTES
                || !queue.offer(new Heard(source, channel, message))) {
            queuedBytes.addAndGet(-message.length);
            dropped.incrementAndGet();
        }
    }

    private void take(Heard heard) {
        try {
            long before = term;
            follow(lease.current());
            if (term == 0 || term != before) {
                dropped.incrementAndGet();
                return;
            }
            Optional<ForeignEvent> event = heard.source().read(heard.channel(), heard.message());
            if (event.isPresent()) {
                send(event.get());
                taken.incrementAndGet();
            }
        } catch (ForeignMessageException | EventTooLargeException e) {
            refuse(heard.channel(), String.valueOf(e.getMessage()));
        } catch (OutboxFullException | RedisException e) {
            dropped.incrementAndGet();
            outage.failed(e);
        } catch (RuntimeException e) {
            dropped.incrementAndGet();
            LOG.error("A message on channel {} was not handled", heard.channel(), e);
        }
    }

    private void send(ForeignEvent event) {
        if (event.droppable() && event.event() instanceof ClusterEvent.Broadcast broadcast) {
            publish.accept(broadcast);
        } else {
            append.accept(event.event());
        }
    }

    private void refuse(String channel, String why) {
        dropped.incrementAndGet();
        if (!told) {
            told = true;
            LOG.warn("A message on channel {} is refused: {}. Others are counted only", channel, why);
        }
    }

    private record Heard(ForeignSource source, String channel, byte[] message) {}
}
