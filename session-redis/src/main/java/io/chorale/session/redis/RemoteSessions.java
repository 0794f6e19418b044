package io.chorale.session.redis;

import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisScript;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionLimits;
import io.chorale.session.SessionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * The scripts, typed. Every method throws Redisson's exceptions as they come. Safe for use by many threads.
 */
final class RemoteSessions {
    /** Longer than any request that might still save, and than any copy on its way from a database. */
    private static final Duration MARK_OF_END = Duration.ofMinutes(5);

    private static final RedisScript<List<@Nullable Object>> CREATE = script("create.lua");
    private static final RedisScript<List<@Nullable Object>> LOAD = script("load.lua");
    private static final RedisScript<List<@Nullable Object>> UPDATE = script("update.lua");
    private static final RedisScript<List<@Nullable Object>> END = script("end.lua");
    private static final RedisScript<List<@Nullable Object>> OF_USER = script("of-user.lua");
    private static final RedisScript<Long> INDEX = RedisScript.returningLong(RemoteSessions.class, "index.lua");

    private final RedissonClient client;
    private final Keyspace keys;
    private final String origin;
    private final long idleMillis;
    private final long touchMillis;

    RemoteSessions(RedissonClient client, Keyspace keys, String origin, Duration idleTimeout) {
        this.client = client;
        this.keys = keys;
        this.origin = origin;
        this.idleMillis = idleTimeout.toMillis();
        this.touchMillis = SessionLimits.touchInterval(idleTimeout).toMillis();
    }

    /** @return the surplus sessions of the user, or empty when the session was ended before */
    Optional<List<SessionKey>> create(SessionRecord session) {
        List<Object> arguments = new ArrayList<>(List.of(
                session.key().value(),
                session.userId(),
                session.created().toEpochMilli(),
                SessionHash.expires(session),
                session.version(),
                idleMillis,
                SessionLimits.SESSIONS_PER_USER));
        session.attributes().forEach((name, value) -> {
            arguments.add(SessionHash.field(name));
            arguments.add(value);
        });
        List<@Nullable Object> answer =
                CREATE.run(client, List.of(key(session.key()), index(session.userId())), arguments.toArray());
        return number(answer.getFirst()) == 0 ? Optional.empty() : Optional.of(sessionKeys(answer, 1));
    }

    /** @param patiently try again when the answer is lost */
    Optional<SessionRecord> load(SessionKey key, boolean patiently) {
        List<String> names = List.of(key(key));
        List<@Nullable Object> answer = patiently
                ? LOAD.run(client, names, idleMillis, touchMillis)
                : LOAD.runOnce(client, names, idleMillis, touchMillis);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        SessionRecord session = SessionHash.read(key, answer);
        if (SessionHash.wasTouched(answer)) {
            // Nobody waits: a lost refresh of the index is made good by the next touch.
            refreshIndex(session.userId(), key);
        }
        return Optional.of(session);
    }

    /** @throws IllegalArgumentException when the session would get too large */
    boolean update(SessionKey key, Map<String, String> changed, Set<String> removed) {
        List<Object> arguments = new ArrayList<>(List.of(
                keys.sessionEvents(),
                SessionAnnouncement.changed(origin, key).encode(),
                SessionLimits.ATTRIBUTES,
                SessionLimits.TOTAL_BYTES,
                changed.size()));
        changed.forEach((name, value) -> {
            arguments.add(SessionHash.field(name));
            arguments.add(value);
        });
        removed.forEach(name -> arguments.add(SessionHash.field(name)));
        List<@Nullable Object> answer = UPDATE.runOnce(client, List.of(key(key)), arguments.toArray());
        switch ((int) number(answer.getFirst())) {
            case 2 -> SessionLimits.checkCount((int) number(answer.get(1)));
            case 3 -> SessionLimits.checkTotal(number(answer.get(1)));
            default -> {}
        }
        return number(answer.getFirst()) == 1;
    }

    /** The user never changes, so it may be asked before the end. */
    Optional<String> userOf(SessionKey key) {
        return Optional.ofNullable(
                client.<String, String>getMap(key(key), StringCodec.INSTANCE).get("u"));
    }

    /** Ends sessions of one user, at most 100, and returns those that lived. */
    List<SessionKey> end(Optional<String> user, List<SessionKey> ended) {
        List<String> names = new ArrayList<>(ended.stream().map(this::key).toList());
        user.ifPresent(known -> names.add(index(known)));
        List<Object> arguments =
                new ArrayList<>(List.of(MARK_OF_END.toMillis(), UUID.randomUUID() + ":", keys.sessionEvents()));
        for (SessionKey key : ended) {
            arguments.add(key.value());
            arguments.add(
                    SessionAnnouncement.ended(origin, key, user.orElse("")).encode());
        }
        List<@Nullable Object> answer = END.run(client, names, arguments.toArray());
        List<SessionKey> lived = new ArrayList<>();
        for (int i = 0; i < ended.size(); i++) {
            if (number(answer.get(i)) == 1) {
                lived.add(ended.get(i));
            }
        }
        return lived;
    }

    List<SessionKey> keysOf(String userId) {
        return sessionKeys(OF_USER.run(client, List.of(index(userId)), SessionLimits.SESSIONS_PER_USER), 0);
    }

    /** Reads many without touching them; the questions travel together. */
    List<SessionRecord> loadAll(String userId, List<SessionKey> wanted) {
        List<CompletableFuture<List<@Nullable Object>>> answers = wanted.stream()
                .map(key -> LOAD.runAsync(client, List.of(key(key)), idleMillis, -1))
                .toList();
        List<SessionRecord> sessions = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            List<@Nullable Object> answer = join(answers.get(i));
            if (answer.isEmpty()) {
                refreshIndex(userId, wanted.get(i));
            } else {
                sessions.add(SessionHash.read(wanted.get(i), answer));
            }
        }
        return sessions;
    }

    private void refreshIndex(String userId, SessionKey key) {
        INDEX.runAsync(client, List.of(index(userId), key(key)), key.value());
    }

    private String key(SessionKey key) {
        return keys.session(key.value());
    }

    private String index(String userId) {
        return keys.userSessions(userId);
    }

    private static List<SessionKey> sessionKeys(List<@Nullable Object> answer, int first) {
        return answer.stream()
                .skip(first)
                .map(SessionHash::text)
                .map(SessionKey::new)
                .toList();
    }

    private static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static long number(@Nullable Object answer) {
        if (answer instanceof Long number) {
            return number;
        }
        throw new IllegalStateException("Redis answered " + answer + " where a number was expected");
    }

    private static RedisScript<List<@Nullable Object>> script(String resource) {
        return RedisScript.returningList(RemoteSessions.class, resource);
    }
}
