package io.chorale.websocket.redis.emitter;

import io.chorale.websocket.cluster.ClusterEvent;

/**
 * What an emitter wants.
 *
 * @param droppable it may get lost; only for a {@link ClusterEvent.Broadcast}
 */
public record ForeignEvent(ClusterEvent event, boolean droppable) {
    static ForeignEvent durable(ClusterEvent event) {
        return new ForeignEvent(event, false);
    }
}
