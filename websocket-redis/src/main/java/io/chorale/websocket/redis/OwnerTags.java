package io.chorale.websocket.redis;

import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisScript;
import io.chorale.websocket.relay.SessionRelay;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which replica's sessions begin with which tag. A tag is claimed in Redis and renewed at each beat; it outlives a silent
 * replica by as long as its peers take to give it up, and as much again, so it is not another's while its sessions may
 * live. Safe for use by many threads.
 */
final class OwnerTags {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerTags.class);
    private static final RedisScript<Long> CLAIM = RedisScript.returningLong(OwnerTags.class, "owner-tag.lua");
    private static final int TAG_BYTES = 3;
    private static final long REMEMBER_NOBODY = Duration.ofSeconds(1).toNanos();
    private static final long REMEMBER_DEAD = Duration.ofSeconds(10).toNanos();
    private static final int MOST_REMEMBERED = 10_000;

    private final RedissonClient client;
    private final Keyspace keys;
    private final String replicaId;
    private final Duration life;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> holders = new ConcurrentHashMap<>();
    /** Tags that nobody holds, and replicas that do not live, until when that is believed. */
    private final Map<String, Long> absent = new ConcurrentHashMap<>();

    private volatile String own = "";

    OwnerTags(RedissonClient client, Keyspace keys, String replicaId, Duration deadAfter) {
        this.client = client;
        this.keys = keys;
        this.replicaId = replicaId;
        this.life = deadAfter.multipliedBy(2);
    }

    /** Empty before {@link #renew} succeeded for the first time. */
    String own() {
        return own;
    }

    /**
     * Keeps this replica's tag, or takes one.
     *
     * @throws org.redisson.client.RedisException when Redis does not answer; the tag stays
     */
    void renew() {
        if (!own.isEmpty() && claim(own, life)) {
            return;
        }
        if (!own.isEmpty()) {
            LOG.warn("Another replica took the tag of this one while Redis could not be reached:"
                    + " sessions that were opened before are not found from other replicas any more");
        }
        String tag = newTag();
        while (!claim(tag, life)) {
            tag = newTag();
        }
        own = tag;
    }

    /** Gives the tag back: no session of this replica lives any more. */
    void release() {
        if (!own.isEmpty()) {
            claim(own, Duration.ZERO);
        }
    }

    private boolean claim(String tag, Duration time) {
        return CLAIM.run(client, List.of(keys.ownerTag(tag)), replicaId, time.toMillis()) == 1;
    }

    private String newTag() {
        byte[] bytes = new byte[TAG_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The replica with the tag that a session id begins with.
     *
     * @throws org.redisson.client.RedisException when Redis does not answer
     */
    Optional<String> holder(String sessionId) {
        String tag = sessionId.substring(0, SessionRelay.TAG_LENGTH);
        if (isAbsent(tag)) {
            return Optional.empty();
        }
        String known = holders.get(tag);
        String holder = known == null ? ask(tag) : known;
        return Optional.of(holder).filter(replica -> !replica.isEmpty() && !isAbsent(replica));
    }

    /** @return empty when nobody has it */
    private String ask(String tag) {
        byte[] answer = client.<byte[]>getBucket(keys.ownerTag(tag), ByteArrayCodec.INSTANCE)
                .get();
        if (answer == null) {
            remember(tag, REMEMBER_NOBODY);
            return "";
        }
        if (holders.size() >= MOST_REMEMBERED) {
            holders.clear();
        }
        String holder = new String(answer, StandardCharsets.UTF_8);
        holders.put(tag, holder);
        return holder;
    }

    /** The replica does not live. */
    void dead(String replica) {
        holders.values().removeIf(replica::equals);
        remember(replica, REMEMBER_DEAD);
    }

    private boolean isAbsent(String name) {
        Long until = absent.get(name);
        return until != null && System.nanoTime() - until < 0;
    }

    private void remember(String name, long nanos) {
        if (absent.size() >= MOST_REMEMBERED) {
            absent.clear();
        }
        absent.put(name, System.nanoTime() + nanos);
    }
}
