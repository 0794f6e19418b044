package io.chorale.app.accounts;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.chorale.app.http.ApiException;
import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Hashes and compares passwords with bcrypt, on threads of its own: it is all computing, and a storm of sign-ins would
 * starve everybody else. One core is left to the others; at most 200 wait, each at most ten seconds, the rest hears 503
 * at once. Safe for use by many threads.
 */
final class Passwords implements AutoCloseable {
    /** bcrypt knows no more of a password. */
    static final int MAX_BYTES = 72;

    private static final int WAITING = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int RETRY_SECONDS = 5;

    private final int cost;
    private final ThreadPoolExecutor threads;
    private final BCrypt.Hasher hasher =
            BCrypt.with(Version.VERSION_2B, LongPasswordStrategies.truncate(Version.VERSION_2B));
    private final BCrypt.Verifyer verifier =
            BCrypt.verifyer(Version.VERSION_2B, LongPasswordStrategies.truncate(Version.VERSION_2B));
    private final CompletableFuture<String> nobody;

    /** @param cost logarithm of the number of rounds, 4 to 31 */
    Passwords(int cost) {
        this.cost = cost;
        int cores = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        this.threads = new ThreadPoolExecutor(
                cores,
                cores,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("passwords-", 0).factory());
        this.nobody = CompletableFuture.supplyAsync(() -> hashNow("nobody"), threads);
    }

    String hash(String password) {
        return limited(() -> hashNow(password));
    }

    /** Too long a password matches nothing. */
    boolean matches(String password, String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return limited(() -> verifier.verify(bytes, hash.getBytes(StandardCharsets.UTF_8)).verified)
                && bytes.length <= MAX_BYTES;
    }

    /** Takes as long as {@link #matches}: how long an answer takes must not tell whether an account exists. */
    void matchNobody(String password) {
        matches(password, nobody.join());
    }

    private String hashNow(String password) {
        return new String(hasher.hash(cost, password.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private <T> T limited(Supplier<T> work) {
        Future<T> result;
        try {
            result = threads.submit(work::get);
        } catch (RejectedExecutionException e) {
            throw busy();
        }
        try {
            return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            result.cancel(false); // nobody waits for it any more
            throw busy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
    }

    private static ApiException busy() {
        return ApiException.later(
                Status.SERVICE_UNAVAILABLE_503,
                "Too many people sign in at this moment. Try again soon.",
                RETRY_SECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
