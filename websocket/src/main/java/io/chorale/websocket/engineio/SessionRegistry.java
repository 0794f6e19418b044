package io.chorale.websocket.engineio;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The sessions of one server, found by id. Safe for use by many threads. */
final class SessionRegistry {
    /** 18 bytes are 144 random bits, 24 characters. */
    private static final int ID_BYTES = 18;
    /** How long the close packet of a session waits for a last GET. */
    static final Duration LAST_FETCH = Duration.ofSeconds(30);
    /** How long a GET may arrive after a close packet that the client sent later, on another connection. */
    static final Duration OVERTAKEN_POLL = Duration.ofSeconds(1);

    private final EngineOptions options;
    private final TimerWheel timers;
    private final SecureRandom random;
    private final Map<String, ClientSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, ClientSession> lastFetches = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> perAddress = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    SessionRegistry(EngineOptions options, TimerWheel timers, SecureRandom random) {
        this.options = options;
        this.timers = timers;
        this.random = random;
    }

    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return options.ownerTag() + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @return false when there are as many sessions as there may be, in all or for the client's address */
    boolean add(ClientSession session) {
        if (count.incrementAndGet() > options.maxSessions()) {
            count.decrementAndGet();
            return false;
        }
        String address = session.handshake().address();
        boolean[] taken = new boolean[1];
        perAddress.compute(address, (key, known) -> {
            AtomicInteger number = known == null ? new AtomicInteger() : known;
            taken[0] = number.get() < options.maxSessionsPerAddress();
            if (taken[0]) {
                number.incrementAndGet();
            }
            return number;
        });
        if (!taken[0]) {
            count.decrementAndGet();
            return false;
        }
        sessions.put(session.id(), session);
        return true;
    }

    Optional<ClientSession> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** A session that is over, whose close packet nobody fetched yet. Found once. */
    Optional<ClientSession> takeLastFetch(String id) {
        return Optional.ofNullable(lastFetches.remove(id));
    }

    void remove(ClientSession session) {
        if (!sessions.remove(session.id(), session)) {
            return;
        }
        count.decrementAndGet();
        perAddress.computeIfPresent(
                session.handshake().address(), (key, number) -> number.decrementAndGet() == 0 ? null : number);
    }

    /** The session is over, but one more GET is answered with what its outbox holds. */
    void keepForLastFetch(ClientSession session, Duration time) {
        lastFetches.put(session.id(), session);
        timers.schedule(time, () -> lastFetches.remove(session.id(), session));
    }

    Collection<ClientSession> all() {
        return sessions.values();
    }

    int size() {
        return sessions.size();
    }
}
