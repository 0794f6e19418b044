package io.chorale.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Signs users in and out. Safe for use by many threads. Every method that asks the store throws {@link
 * SessionStoreUnavailableException} when it cannot be asked: answer 503 then, never 401.
 */
public final class Sessions {
    private static final int TOKEN_BYTES = 32;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SessionStore store;
    private final SessionOptions options;
    private final Clock clock;
    private final SecureRandom random;

    public Sessions(SessionStore store, SessionOptions options, Clock clock, SecureRandom random) {
        this.store = store;
        this.options = options;
        this.clock = clock;
        this.random = random;
    }

    public SessionOptions options() {
        return options;
    }

    /**
     * Starts a session under a new token of 256 random bits, whatever the client sent before: a planted token is never
     * promoted (session fixation).
     *
     * @param attributes name to JSON text
     * @throws IllegalArgumentException when user id or attributes are over {@link SessionLimits}
     */
    public SignedIn signIn(String userId, Map<String, String> attributes) {
        byte[] bits = new byte[TOKEN_BYTES];
        random.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        Instant now = clock.instant();
        SessionRecord session = new SessionRecord(
                SessionKey.ofToken(token), userId, now, options.expiresIn().map(now::plus), now, 1, attributes);
        if (!store.create(session)) {
            throw new IllegalStateException("a random token came twice; is the random source broken?");
        }
        return new SignedIn(token, session);
    }

    /** The live session of a token. Text that cannot be one of our tokens (a JWT, an API key) costs no question. */
    public Optional<SessionRecord> find(String token) {
        return isToken(token) ? store.load(SessionKey.ofToken(token)) : Optional.empty();
    }

    /** The live session under a key; for open sockets that ask again. */
    public Optional<SessionRecord> find(SessionKey key) {
        return store.load(key);
    }

    /** Changes attributes of a live session, see {@link SessionStore#update}. */
    public boolean update(SessionKey key, Map<String, String> changed, Set<String> removed) {
        return store.update(key, changed, removed);
    }

    /** Ends a session on all replicas. Returns whether there was one. */
    public boolean end(String token) {
        return isToken(token) && store.delete(SessionKey.ofToken(token));
    }

    public boolean end(SessionKey key) {
        return store.delete(key);
    }

    /** Ends all sessions of a user on all replicas and returns how many there were. */
    public int endAllOf(String userId) {
        return store.deleteByUser(userId);
    }

    /** Live sessions of a user, newest first. */
    public List<SessionRecord> ofUser(String userId) {
        return store.findByUser(userId);
    }

    /** Counts attempts to sign in, on all replicas together when they share their sessions. */
    public AttemptCounter attempts() {
        return store.attempts();
    }

    /** Calls the listener for each session that ends, on any replica; see {@link SessionListener} for the thread. */
    public void onEnded(Consumer<SessionEnded> listener) {
        store.addListener(new SessionListener() {
            @Override
            public void ended(SessionEnded session) {
                listener.accept(session);
            }

            @Override
            public void mayHaveMissed() {}
        });
    }

    /** As {@link #onEnded}, for those who also re-check what they hold open after an outage of the store. */
    public void addListener(SessionListener listener) {
        store.addListener(listener);
    }

    Clock clock() {
        return clock;
    }

    private static boolean isToken(String token) {
        return TOKEN.matcher(token).matches();
    }
}
