package io.chorale.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import java.util.regex.Pattern;

/**
 * Names of all keys and channels. Channels are under the prefix too: pub/sub ignores database numbers, so the prefix is
 * all that keeps two installations on one server apart. Every name here has its line in {@code docs/redis-keys.md}.
 * Immutable.
 *
 * @param prefix as it stands before the colon, braces included
 */
public record Keyspace(String prefix) {
    private static final Pattern BRACED = Pattern.compile(".*\\{[^}]+}.*");

    /**
     * In a cluster the prefix gets braces unless it has some: all keys then live in one slot, where scripts can use
     * several of them.
     *
     * @throws IllegalArgumentException for an empty prefix in a cluster
     */
    public static Keyspace of(RedisSettings settings, RedisTarget target) {
        String prefix = settings.keyPrefix();
        if (target.topology() != RedisTarget.Topology.CLUSTER
                || BRACED.matcher(prefix).matches()) {
            return new Keyspace(prefix);
        }
        if (prefix.isEmpty()) {
            throw new IllegalArgumentException(
                    "REDIS_KEY_PREFIX is empty and REDIS_CLUSTER is true: keys that are used together would lie on"
                            + " different nodes (CROSSSLOT). Set REDIS_KEY_PREFIX, for example to open-webui.");
        }
        return new Keyspace("{" + prefix + "}");
    }

    // Sessions

    /** @param key hash of the token, never the token; without a prefix there is no colon, as in Open WebUI */
    public String session(String key) {
        return prefix.isEmpty() ? "session:" + key : of("session:" + key);
    }

    /** The sessions of one user. */
    public String userSessions(String userId) {
        return of("user-sessions:" + userId);
    }

    /** Channel: sessions that ended or changed. */
    public String sessionEvents() {
        return of("session-events");
    }

    public String revokedToken(String tokenId) {
        return of("auth:token:" + tokenId + ":revoked");
    }

    public String userRevokedAt(String userId) {
        return of("auth:user:" + userId + ":revoked_at");
    }

    public String rateLimit(String subject, long bucket) {
        return of("ratelimit:" + subject + ":" + bucket);
    }

    // Live settings

    /** @param name upper case, {@code ENABLE_SIGNUP} */
    public String config(String name) {
        return of("config:" + name);
    }

    public String configVersion() {
        return of("config-version");
    }

    /** Channel: a setting changed. */
    public String configEvents() {
        return of("config-events");
    }

    /** Which revision each replica has applied. */
    public String configReplicas() {
        return of("config-replicas");
    }

    // The installation and its replicas

    /** By which replicas notice that they have different secrets. */
    public String secretFingerprint() {
        return of("secret:fingerprint");
    }

    /** Which installation owns this prefix. */
    public String installation() {
        return of("installation");
    }

    /** Keys, and a channel, of one trial of what this Redis can do. */
    public String probe(String rest) {
        return of("probe:" + rest);
    }

    /** All replicas by their last heartbeat. */
    public String replicas() {
        return of("replicas");
    }

    /** What one replica says of itself; also the name of the channel that only this replica hears. */
    public String replica(String replicaId) {
        return of("replica:" + replicaId);
    }

    /** What one replica has in the pools. */
    public String replicaPools(String replicaId) {
        return of("replica-pools:" + replicaId);
    }

    // Socket.IO

    /** Which replica owns the sessions whose ids begin so. */
    public String ownerTag(String tag) {
        return of("socketio:owner:" + tag);
    }

    /** Channel: requests for sessions of one replica, and answers to its own. */
    public String relay(String replicaId) {
        return of("socketio:relay:" + replicaId);
    }

    /** The log of events. */
    public String log() {
        return of("socketio:log");
    }

    /** Number and time of the newest entry of the log. */
    public String logHead() {
        return of("socketio:log-head");
    }

    /** How far one writer's events are in the log. */
    public String logWriter(String writerId) {
        return of("socketio:log-writer:" + writerId);
    }

    /** Keys of events that may be appended by several replicas and must be there once. */
    public String logOnce() {
        return of("socketio:log-once");
    }

    /** Channel: volatile events of the rooms in one bucket. */
    public String volatileRooms(String namespace, int bucket) {
        return of("socketio:volatile:" + namespace + ":" + bucket);
    }

    /** Channel: volatile events for a whole namespace. */
    public String volatileAll(String namespace) {
        return of("socketio:volatile:" + namespace + ":all");
    }

    /** @param key hash of the recovery id, never the id */
    public String recovery(String key) {
        return of("socketio:recovery:" + key);
    }

    /** Channel: messages of python-socketio processes that only write. */
    public String pythonEmitters() {
        return of("socketio");
    }

    /** First part of the channels of {@code @socket.io/redis-emitter}. */
    public String nodeEmitters() {
        return of("socket.io");
    }

    /** Which replica hears foreign emitters. */
    public String emitterLease() {
        return of("socketio:emitter-lease");
    }

    // Shared state in the shapes of Open WebUI

    public String sessionPool() {
        return of("session_pool");
    }

    public String usagePool() {
        return of("usage_pool");
    }

    public String models() {
        return of("models");
    }

    public String tasks() {
        return of("tasks");
    }

    /** Tasks of one chat. */
    public String taskItem(String itemId) {
        return of("tasks:item:" + itemId);
    }

    /** Channel: tasks to stop. */
    public String taskCommands() {
        return of("tasks:commands");
    }

    private String of(String rest) {
        return prefix + ":" + rest;
    }
}
