package io.chorale.websocket.redis;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.LocalReplica;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to this replica: both lanes and {@code attach} pass it one at a time. Safe for use by many threads.
 *
 * <p>A failure of the receiver is logged and costs that event only.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final LocalReplica local;
    /** Guards the calls to {@link #local} and the changes of {@link #position}. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile LogPosition position;

    Delivery(LocalReplica local, LogPosition start) {
        this.local = local;
        this.position = start;
    }

    /** Up to here everything was delivered or skipped. */
    LogPosition position() {
        return position;
    }

    void deliver(EventMessage message, LogPosition at) {
        lock.lock();
        try {
            position = at;
            if (message.isForEveryReplica()
                    || local.isInterested(message.namespace(), message.target().rooms())) {
                local.deliver(message.event(), at.toString());
            }
        } catch (RuntimeException e) {
            LOG.error("Event {} at {} was not delivered", message, at, e);
        } finally {
            lock.unlock();
        }
    }

    /** An event that the log does not hold. */
    void deliverUnlogged(ClusterEvent event) {
        lock.lock();
        try {
            local.deliver(event, position.toString());
        } catch (RuntimeException e) {
            LOG.error("Event {} was not delivered", event.getClass().getSimpleName(), e);
        } finally {
            lock.unlock();
        }
    }

    void deliverVolatile(EventMessage message) {
        lock.lock();
        try {
            if (local.isInterested(message.namespace(), message.target().rooms())
                    && message.event() instanceof ClusterEvent.Broadcast broadcast) {
                local.deliverVolatile(broadcast, position.toString());
            }
        } catch (RuntimeException e) {
            LOG.error("Volatile event {} was not delivered", message, e);
        } finally {
            lock.unlock();
        }
    }

    void skip(LogPosition at) {
        lock.lock();
        try {
            position = at;
        } finally {
            lock.unlock();
        }
    }

    void attach(Consumer<String> registration) {
        lock.lock();
        try {
            registration.accept(position.toString());
        } finally {
            lock.unlock();
        }
    }
}
