package io.chorale.app.accounts;

import io.chorale.app.database.Database;
import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSettings;
import io.chorale.session.SessionKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys with which programs act for an account, one for each: {@code sk-} and 128 random bits as 32 hex digits. The
 * database holds only their SHA-256, so a key is shown once, to whoever makes it. They never expire; they end when
 * another is made, when they are deleted, and with the account. Safe for use by many threads.
 */
public final class ApiKeys {
    private static final String PREFIX = "sk-";
    private static final int BYTES = 16;
    private static final int HINT = 4;
    private static final Pattern FORM = Pattern.compile("sk-[0-9a-f]{32}");

    private final Database database;
    private final LiveSettings settings;
    private final SecureRandom random;
    private final Clock clock;

    ApiKeys(Database database, LiveSettings settings, SecureRandom random, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    boolean isEnabled() {
        return settings.get(LiveCatalogue.API_KEYS);
    }

    /** May a key be used for this path? */
    boolean opens(String path) {
        return !settings.get(LiveCatalogue.API_KEYS_RESTRICTED)
                || settings.get(LiveCatalogue.API_KEYS_ENDPOINTS).stream()
                        .map(endpoint ->
                                endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint)
                        .anyMatch(endpoint -> path.equals(endpoint) || path.startsWith(endpoint + "/"));
    }

    /** Does the text look like a key? */
    static boolean isKey(String text) {
        return FORM.matcher(text).matches();
    }

    /** A new key, and what was known of the one that it takes the place of. */
    record Made(String key, Optional<SessionKey> ended) {
        @Override
        public String toString() {
            return "Made[" + ended + "]";
        }
    }

    Made make(User user) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String key = PREFIX + HexFormat.of().formatHex(bits);
        return database.write(handle -> {
            Optional<SessionKey> ended = handle.createQuery(
                            "DELETE FROM api_keys WHERE user_id = :user" + " RETURNING key_hash")
                    .bind("user", user.id())
                    .mapTo(String.class)
                    .findOne()
                    .map(SessionKey::new);
            handle.createUpdate("INSERT INTO api_keys (key_hash, user_id, hint, created_at)"
                            + " VALUES (:hash, :user, :hint, :now)")
                    .bind("hash", SessionKey.ofToken(key).value())
                    .bind("user", user.id())
                    .bind("hint", key.substring(key.length() - HINT))
                    .bind("now", clock.instant().getEpochSecond())
                    .execute();
            return new Made(key, ended);
        });
    }

    /** The key of an account as far as it may be shown: {@code sk-…} and its last four digits. */
    Optional<String> masked(User user) {
        return database.read(handle -> handle.createQuery("SELECT hint FROM api_keys WHERE user_id = :user")
                        .bind("user", user.id())
                        .mapTo(String.class)
                        .findOne())
                .map(hint -> PREFIX + "…" + hint);
    }

    /** @return what it was known by, or empty when there was none */
    Optional<SessionKey> delete(User user) {
        return database.write(
                handle -> handle.createQuery("DELETE FROM api_keys WHERE user_id = :user RETURNING key_hash")
                        .bind("user", user.id())
                        .mapTo(String.class)
                        .findOne()
                        .map(SessionKey::new));
    }

    /** Whose key it is; empty also while keys are switched off. Asks the database each time, so an end holds at once. */
    public Optional<User> find(String text) {
        return isKey(text) && isEnabled() ? owner(SessionKey.ofToken(text)) : Optional.empty();
    }

    /** As {@link #find}, for open sockets, which remember no more of a key than its hash. */
    public Optional<User> find(SessionKey hash) {
        return isEnabled() ? owner(hash) : Optional.empty();
    }

    private Optional<User> owner(SessionKey hash) {
        return database.read(handle -> handle.createQuery(
                        Users.SELECT + "WHERE id = (SELECT user_id FROM api_keys WHERE key_hash = :hash)")
                .bind("hash", hash.value())
                .map(Users::user)
                .findOne());
    }
}
