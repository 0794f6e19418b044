package io.chorale.websocket.engineio;

import io.chorale.websocket.relay.SessionRelay;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The sessions of one server, found by id. Safe for use by many threads. */
final class SessionRegistry {
    /** 18 bytes are 144 random bits, 24 characters. */
    private static final int ID_BYTES = 18;

    private static final int ID_CHARACTERS = 24;
    /** How long the close packet of a session waits for a last GET. */
    static final Duration LAST_FETCH = Duration.ofSeconds(30);
    /** How long a GET may arrive after a close packet that the client sent later, on another connection. */
    static final Duration OVERTAKEN_POLL = Duration.ofSeconds(1);

    private final EngineOptions options;
    private final SessionRelay relay;
    private final TimerWheel timers;
    private final SecureRandom random;
    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, ClientSession> lastFetches = new ConcurrentHashMap<>();
    private final Map<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    SessionRegistry(EngineOptions options, SessionRelay relay, TimerWheel timers, SecureRandom random) {
        this.options = options;
        this.relay = relay;
        this.timers = timers;
        this.random = random;
    }

    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return relay.ownerTag() + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Is it an id as replicas with an owner tag make them? */
    boolean hasForm(String id) {
        return id.length() == SessionRelay.TAG_LENGTH + ID_CHARACTERS;
    }

    /**
     * Takes a place for a session to come, so that a websocket can be refused while it is still a request. {@link #add}
     * fills it, {@link #release} gives it back.
     *
     * @return the bound that is reached, when there is no place
     */
    Optional<EngineLimit> reserve(String address) {
        if (count.incrementAndGet() > options.maxSessions()) {
            count.decrementAndGet();
            return Optional.of(EngineLimit.SESSIONS);
        }
        boolean[] taken = new boolean[1];
        perAddress.compute(address, (key, known) -> {
            int number = known == null ? 0 : known;
            taken[0] = number < options.maxSessionsPerAddress();
            return taken[0] ? Integer.valueOf(number + 1) : known;
        });
        if (!taken[0]) {
            count.decrementAndGet();
            return Optional.of(EngineLimit.SESSIONS_PER_ADDRESS);
        }
        return Optional.empty();
    }

    void release(String address) {
        count.decrementAndGet();
        perAddress.computeIfPresent(address, (key, number) -> number == 1 ? null : number - 1);
    }

    /** Fills a place that {@link #reserve} took for the session's address. */
    void add(ClientSession session) {
        sessions.put(session.id(), session);
    }

    Optional<ClientSession> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** A session that is over, whose last packets are not all fetched yet. */
    Optional<ClientSession> findLastFetch(String id) {
        return Optional.ofNullable(lastFetches.get(id));
    }

    /** Everything is fetched. */
    void forgetLastFetch(ClientSession session) {
        lastFetches.remove(session.id(), session);
    }

    void remove(ClientSession session) {
        if (sessions.remove(session.id(), session)) {
            release(session.handshake().address());
        }
    }

    /** The session is over, but GETs are answered until its outbox is empty. */
    void keepForLastFetch(ClientSession session, Duration time) {
        if (lastFetches.size() >= options.maxSessions()) {
            return;
        }
        lastFetches.put(session.id(), session);
        timers.schedule(time, () -> forgetLastFetch(session));
    }

    /** Bytes that wait for clients, over all sessions, those that are over included. */
    long queuedBytes() {
        return Stream.of(sessions, lastFetches)
                .flatMap(some -> some.values().stream())
                .mapToLong(ClientSession::queuedBytes)
                .sum();
    }

    Collection<ClientSession> all() {
        return sessions.values();
    }

    int size() {
        return sessions.size();
    }
}
