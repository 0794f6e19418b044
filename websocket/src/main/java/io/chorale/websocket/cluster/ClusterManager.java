package io.chorale.websocket.cluster;

import io.chorale.websocket.relay.SessionRelay;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Joins the replicas of a Socket.IO server. Safe for use by many threads.
 *
 * <p>Found by {@link java.util.ServiceLoader} through {@link ClusterManagerProvider}.
 */
public interface ClusterManager extends AutoCloseable {

    /** This replica among its peers; unique for each start of a process. */
    String replicaId();

    /**
     * Starts delivery to this replica. Returns when the log is being read.
     *
     * @throws ClusterUnavailableException when that is not so within the configured time
     */
    void start(LocalReplica local);

    /**
     * Durable lane: appends an event to the log, in the order of the calls of one thread. Returns at once; the event
     * comes back through {@link LocalReplica#deliver} on every replica. While the backend is away events wait in an
     * outbox bounded in bytes and age, and are appended exactly once when it is back.
     *
     * @throws OutboxFullException when the outbox has no room; the event was not taken
     * @throws EventTooLargeException when it is larger than this manager carries; it was not taken
     */
    void append(ClusterEvent event);

    /**
     * As {@link #append}, for an event that somebody else may append too, because this process may end before it is in
     * the log: whoever comes second, within ten minutes, changes nothing.
     *
     * @param key names the event, at most 100 characters
     * @param appended runs when the event is in the log, whoever appended it; on a thread of the manager, so it returns
     *     at once and throws nothing
     */
    default void appendOnce(ClusterEvent event, String key, Runnable appended) {
        append(event);
        appended.run();
    }

    /**
     * Volatile lane: every replica with a member of the rooms may get the event, soon, or never. Never queues.
     *
     * @throws EventTooLargeException as {@link #append}
     */
    void publish(ClusterEvent.Broadcast event);

    /**
     * The first local socket joined a room: volatile events of the room are wanted here from now on. Called under a
     * lock of the caller: returns at once, and never waits for a delivery or an {@link #attach} in progress.
     */
    void roomOpened(String namespace, String room);

    /** The last local socket left a room. Called like {@link #roomOpened}. */
    void roomClosed(String namespace, String room);

    /** Sends an answer to the replica that asked. Lost when that replica is gone. */
    void reply(String replicaId, ClusterReply reply);

    /**
     * Runs a registration at one position of the log, between two deliveries (of either lane), and hands it that
     * position: everything up to it is history, everything after it will be delivered live. Events that were skipped
     * because nobody here was interested count as delivered. Returns when the registration has run; the registration
     * must not block.
     */
    void attach(Consumer<String> registration);

    /**
     * The events that went to the given socket between two positions ({@code from} exclusive, {@code to} inclusive).
     * Events with an {@link ClusterEvent.Ask} are left out.
     *
     * @return {@link Replay.Gap} when the log no longer holds all of them, or {@code from} is of another epoch, later
     *     than {@code to}, or no position at all; also when a {@link ClusterEvent.Join}, {@link ClusterEvent.Leave} or
     *     {@link ClusterEvent.Disconnect} in between was meant for the socket: a client that was away for it must not
     *     resume as if nothing had happened
     */
    Replay replay(String namespace, RoomFilter socket, String from, String to);

    /**
     * Writes a recoverable session as it changes; coalesced, soon, and again after an outage. Never blocks. A session
     * lives for the recovery window after its last save. The caller saves it again while its socket lives, at least
     * each third of the window, and once more when the connection is lost. A save by a replica that is no longer the
     * owner changes nothing.
     */
    void save(RecoverableSession session);

    /**
     * Takes over a session for a client that comes back. The caller becomes its owner; a socket that another replica
     * still holds for it is closed there ({@link LocalReplica#displaced}). The id stays valid: the reference client
     * takes a session for recovered only when the answer repeats the very id that it sent, so the id cannot change,
     * and a claim whose answer was lost on the way can simply be made again.
     *
     * @return empty when the id is unknown or expired
     * @throws ClusterUnavailableException when the backend cannot be asked within the configured time
     */
    Optional<RecoverableSession> claim(String recoveryId);

    /** The client left for good: its session cannot be resumed. */
    void forget(String recoveryId);

    /** Reaches sessions of other replicas, so that no client needs to come back to the same one. */
    default SessionRelay relay() {
        return SessionRelay.NONE;
    }

    /** All live replicas, this one included. Served from memory, at most seconds old. */
    List<ReplicaInfo> replicas();

    /** Whose sockets are connected, and what they use. */
    Presence presence();

    ClusterHealth health();

    /** Flushes the outbox, says goodbye to the peers and stops, within the given time. Idempotent. */
    void close(Duration timeout);

    @Override
    default void close() {
        close(Duration.ofSeconds(5));
    }
}
