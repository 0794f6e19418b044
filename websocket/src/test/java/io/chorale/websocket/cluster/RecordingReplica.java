package io.chorale.websocket.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what a {@link ClusterManager} hands to it. */
public final class RecordingReplica implements LocalReplica {
    /** One delivery. */
    public record Delivery(ClusterEvent event, String offset) {}

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final List<Delivery> volatileDeliveries = new CopyOnWriteArrayList<>();
    private final List<ClusterReply> replies = new CopyOnWriteArrayList<>();
    private final List<String> displaced = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;

    @Override
    public void deliver(ClusterEvent event, String offset) {
        alone(() -> deliveries.add(new Delivery(event, offset)));
    }

    @Override
    public void deliverVolatile(ClusterEvent.Broadcast event, String offset) {
        alone(() -> volatileDeliveries.add(new Delivery(event, offset)));
    }

    /** Runs something that must not overlap with a delivery. */
    public void alone(Runnable action) {
        overlapped |= inside.incrementAndGet() > 1;
        action.run();
        inside.decrementAndGet();
    }

    @Override
    public boolean isInterested(String namespace, Set<String> rooms) {
        return true;
    }

    @Override
    public void receive(ClusterReply reply) {
        replies.add(reply);
    }

    @Override
    public void displaced(String recoveryId) {
        displaced.add(recoveryId);
    }

    @Override
    public int sockets() {
        return 0;
    }

    public List<Delivery> deliveries() {
        return deliveries;
    }

    public List<Delivery> volatileDeliveries() {
        return volatileDeliveries;
    }

    public List<ClusterReply> replies() {
        return replies;
    }

    public List<String> displaced() {
        return displaced;
    }

    public boolean overlapped() {
        return overlapped;
    }

    /** The argument lists of the broadcasts, as text. */
    public List<String> texts() {
        return deliveries.stream()
                .map(Delivery::event)
                .filter(ClusterEvent.Broadcast.class::isInstance)
                .map(event -> ClusterManagerContract.text((ClusterEvent.Broadcast) event))
                .toList();
    }
}
