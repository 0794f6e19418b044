package io.chorale.websocket.cluster;

import java.util.List;

/** What a resuming client missed. */
public sealed interface Replay {
    /** All of it, in the order of the log. Bounded by the manager in count and bytes: more than that is a gap. */
    record Complete(List<Entry> entries) implements Replay {
        public Complete {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Not all of it can be had.
     *
     * @param reason for logs and metrics, never for clients
     */
    record Gap(String reason) implements Replay {}

    record Entry(ClusterEvent.Broadcast event, String offset) {}
}
