package io.chorale.websocket.redis;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.EventTooLargeException;

/** Writes the events of this replica, up to a size. Immutable. */
final class EventEncoder {
    private final String replicaId;
    private final int mostBytes;

    EventEncoder(String replicaId, int mostBytes) {
        this.replicaId = replicaId;
        this.mostBytes = mostBytes;
    }

    /** @throws EventTooLargeException when the event is larger than what goes through Redis */
    byte[] encode(ClusterEvent event) {
        byte[] message = EventMessage.encode(event, replicaId);
        if (message.length > mostBytes) {
            throw new EventTooLargeException(
                    "The event has %d bytes, more than the %d that go through Redis (WEBSOCKET_MAX_EVENT). It was not sent: Redis cuts replicas that fall far behind. Put large data into a file or the database and send where it is."
                            .formatted(message.length, mostBytes));
        }
        return message;
    }
}
