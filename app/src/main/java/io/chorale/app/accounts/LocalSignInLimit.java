package io.chorale.app.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * At most 15 wrong tries in 3 minutes for one account, and ten times as many from one address, behind which may be a
 * whole office. Counts in this process; each replica has its own.
 */
final class LocalSignInLimit implements SignInLimit {
    private static final Duration WINDOW = Duration.ofMinutes(3);
    private static final int TRIES = 15;
    private static final int TRIES_OF_AN_ADDRESS = 150;
    private static final int REMEMBERED = 100_000;

    private final Cache<String, AtomicInteger> tries;

    LocalSignInLimit(Ticker ticker) {
        this.tries = Caffeine.newBuilder()
                .expireAfterWrite(WINDOW)
                .maximumSize(REMEMBERED)
                .ticker(ticker)
                .build();
    }

    @Override
    public boolean allows(String email, String address) {
        boolean account = change(account(email), 1) <= TRIES;
        return change(address(address), 1) <= TRIES_OF_AN_ADDRESS && account;
    }

    @Override
    public void succeeded(String email, String address) {
        change(account(email), -1);
        change(address(address), -1);
    }

    @Override
    public int retrySeconds() {
        return Math.toIntExact(WINDOW.toSeconds());
    }

    private int change(String key, int by) {
        return tries.get(key, fresh -> new AtomicInteger()).addAndGet(by);
    }

    private static String account(String email) {
        return "account " + email;
    }

    private static String address(String address) {
        return "address " + address;
    }
}
