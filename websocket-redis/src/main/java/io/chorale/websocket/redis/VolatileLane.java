package io.chorale.websocket.redis;

import io.chorale.redis.Keyspace;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.redis.Channels.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Events that may be lost. The rooms of a namespace are hashed onto a few channels, and a channel is subscribed only while a
 * room behind it has a member here, and for a while after. Safe for use by many threads.
 */
final class VolatileLane {
    static final int BUCKETS = 16;
    private static final int REMEMBERED = 2_000;

    private final Keyspace keys;
    private final EventEncoder encoder;
    private final Seal seal;
    private final Publisher publisher;
    private final Subscriptions subscriptions;
    private final Duration linger;
    private final HandOver handOver;
    private final AtomicLong sequence = new AtomicLong();

    /** Guards {@link #buckets}, {@link #namespaces} and {@link #rooms}. Nothing slow happens under it. */
    private final Object lock = new Object();

    private final Map<Channel, Bucket> buckets = new HashMap<>();
    private final Set<String> namespaces = new HashSet<>();
    private int rooms;

    /** An event for rooms in several buckets comes several times. Touched by the thread of {@link #handOver} only. */
    private final Map<String, Boolean> remembered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    VolatileLane(
            Keyspace keys,
            EventEncoder encoder,
            Seal seal,
            Publisher publisher,
            Subscriptions subscriptions,
            Duration linger,
            Delivery delivery) {
        this.keys = keys;
        this.encoder = encoder;
        this.seal = seal;
        this.publisher = publisher;
        this.subscriptions = subscriptions;
        this.linger = linger;
        this.handOver = new HandOver(bytes -> {
            EventMessage message = EventMessage.parse(seal.open(Seal.Place.VOLATILE, bytes));
            if (isNew(message)) {
                delivery.deliverVolatile(message);
            }
        });
    }

    /** Its thread delivers what comes in. */
    HandOver handOver() {
        return handOver;
    }

    void publish(Broadcast event) {
        byte[] message = encoder.encode(event);
        EventMessage.number(message, sequence.incrementAndGet());
        byte[] sealed = seal.seal(Seal.Place.VOLATILE, message);
        if (event.target().rooms().isEmpty()) {
            publisher.offer(everyone(event.namespace()), sealed);
        }
        for (int bucket : bucketsOf(event.target().rooms())) {
            publisher.offer(bucket(event.namespace(), bucket), sealed);
        }
    }

    void roomOpened(String namespace, String room) {
        synchronized (lock) {
            rooms++;
            namespaces.add(namespace);
            open(everyone(namespace));
            open(bucket(namespace, bucketOf(room)));
        }
    }

    void roomClosed(String namespace, String room) {
        synchronized (lock) {
            rooms--;
            close(everyone(namespace));
            close(bucket(namespace, bucketOf(room)));
        }
    }

    /** Namespaces that have, or lately had, a member here. */
    Set<String> namespaces() {
        synchronized (lock) {
            return Set.copyOf(namespaces);
        }
    }

    int rooms() {
        synchronized (lock) {
            return rooms;
        }
    }

    /** Gives up channels without a member; to be called now and then. */
    void tidy() {
        long now = System.nanoTime();
        synchronized (lock) {
            buckets.entrySet().removeIf(bucket -> {
                boolean over = bucket.getValue().isOver(now, linger);
                if (over) {
                    subscriptions.unwant(bucket.getKey());
                }
                return over;
            });
        }
    }

    private void open(Channel channel) {
        Bucket bucket = buckets.get(channel);
        if (bucket == null) {
            bucket = new Bucket();
            buckets.put(channel, bucket);
            subscriptions.want(channel, handOver::offer);
        }
        bucket.rooms++;
    }

    private void close(Channel channel) {
        Bucket bucket = buckets.get(channel);
        if (bucket != null && --bucket.rooms == 0) {
            bucket.emptySince = System.nanoTime();
        }
    }

    private boolean isNew(EventMessage message) {
        Set<String> targets = message.target().rooms();
        return targets.size() < 2 || remembered.put(message.writer() + message.sequence(), true) == null;
    }

    private static Set<Integer> bucketsOf(Set<String> rooms) {
        Set<Integer> numbers = new TreeSet<>();
        rooms.forEach(room -> numbers.add(bucketOf(room)));
        return numbers;
    }

    /** The same on every replica of every version. */
    private static int bucketOf(String room) {
        return Math.floorMod(room.hashCode(), BUCKETS);
    }

    private Channel bucket(String namespace, int bucket) {
        return Channel.rooms(keys.volatileRooms(namespace, bucket));
    }

    private Channel everyone(String namespace) {
        return Channel.rooms(keys.volatileAll(namespace));
    }

    private static final class Bucket {
        private int rooms;
        private long emptySince;

        private boolean isOver(long now, Duration linger) {
            return rooms == 0 && now - emptySince > linger.toNanos();
        }
    }
}
