package io.chorale.websocket.cluster;

import java.time.Instant;

/** One live replica as its peers see it. */
public record ReplicaInfo(String id, String address, String version, Instant started, int sockets, int rooms) {}
