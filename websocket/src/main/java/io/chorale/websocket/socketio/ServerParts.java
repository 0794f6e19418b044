package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterManager;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all namespaces of a server share.
 *
 * @param maxQueue bytes that may wait for one client
 * @param timer one thread for short tasks
 * @param threads a virtual thread for each task; here runs whatever may block
 */
record ServerParts(
        ClusterManager cluster,
        Json json,
        SocketIoLimits limits,
        int maxQueue,
        RecoveryOptions recovery,
        Duration connectTimeout,
        Duration ackTimeout,
        Identifiers ids,
        SocketIoMetrics metrics,
        FailureLog failures,
        ScheduledExecutorService timer,
        Executor threads,
        Questions questions,
        SessionKeeper keeper) {}
