package io.chorale.app.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final int ROUNDS = 9;

    private final Passwords passwords = new Passwords(10);

    @AfterEach
    void close() {
        passwords.close();
    }

    /** How long an answer takes must not tell whether there is an account. */
    @Test
    void anUnknownAccountTakesAsLongAsAWrongPassword() {
        String hash = passwords.hash("right");
        passwords.matchNobody("warm");
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            known.add(nanos(() -> assertThat(passwords.matches("wrong", hash)).isFalse()));
            unknown.add(nanos(() -> passwords.matchNobody("wrong")));
        }
        double ratio = (double) median(unknown) / median(known);
        assertThat(ratio).as("%s against %s", unknown, known).isBetween(0.4, 2.5);
    }

    private static long nanos(Runnable work) {
        long before = System.nanoTime();
        work.run();
        return System.nanoTime() - before;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
    }

    @Test
    void whatBcryptWouldCutOffIsNotAccepted() {
        String hash = passwords.hash("x".repeat(Passwords.MAX_BYTES));
        assertThat(passwords.matches("x".repeat(Passwords.MAX_BYTES), hash)).isTrue();
        assertThat(passwords.matches("x".repeat(Passwords.MAX_BYTES + 1), hash)).isFalse();
    }
}
