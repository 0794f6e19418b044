package io.chorale.app.operations;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.LocalReplica;
import io.micrometer.core.instrument.Counter;
import java.util.Set;

/** Counts what arrives, by lane. */
record MeteredReplica(LocalReplica counted, Counter durable, Counter volatileEvents) implements LocalReplica {
    @Override
    public void deliver(ClusterEvent event, String offset) {
        durable.increment();
        counted.deliver(event, offset);
    }

    @Override
    public void deliverVolatile(ClusterEvent.Broadcast event, String offset) {
        volatileEvents.increment();
        counted.deliverVolatile(event, offset);
    }

    @Override
    public boolean isInterested(String namespace, Set<String> rooms) {
        return counted.isInterested(namespace, rooms);
    }

    @Override
    public void receive(ClusterReply reply) {
        counted.receive(reply);
    }

    @Override
    public void displaced(String recoveryId) {
        counted.displaced(recoveryId);
    }

    @Override
    public int sockets() {
        return counted.sockets();
    }
}
