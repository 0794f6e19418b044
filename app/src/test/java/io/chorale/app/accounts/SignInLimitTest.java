package io.chorale.app.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.session.AttemptCounter;
import io.chorale.session.MemoryAttemptCounter;
import io.chorale.session.SessionStoreUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SignInLimitTest {
    private static final String ANNA = "anna@example.org";
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);

    private final SignInLimit limit = new SignInLimit(new MemoryAttemptCounter(), new MemoryAttemptCounter(), NOON);

    @Test
    void anAccountIsGuessedAtFifteenTimes() {
        for (int i = 0; i < 15; i++) {
            assertThat(limit.allows(ANNA, "192.0.2." + i)).isTrue();
        }
        assertThat(limit.allows(ANNA, "192.0.2.99")).isFalse();
        assertThat(limit.allows("bela@example.org", "192.0.2.99")).isTrue();
    }

    @Test
    void rightPasswordsDoNotCount() {
        for (int i = 0; i < 200; i++) {
            assertThat(limit.allows(ANNA, "192.0.2.1")).isTrue();
            limit.succeeded(ANNA, "192.0.2.1");
        }
    }

    @Test
    void anAddressGuessesAtManyAccounts150Times() {
        for (int i = 0; i < 150; i++) {
            assertThat(limit.allows("person" + i + "@example.org", "192.0.2.1")).isTrue();
        }
        assertThat(limit.allows(ANNA, "192.0.2.1")).isFalse();
        assertThat(limit.allows(ANNA, "192.0.2.2")).isTrue();
    }

    @Test
    void allAddressesOfAnIpv6NetworkCountTogether() {
        for (int i = 0; i < 150; i++) {
            limit.allows("person" + i + "@example.org", "2001:db8::" + Integer.toHexString(i));
        }
        assertThat(limit.allows(ANNA, "2001:db8:0:0:1::7")).isFalse();
        assertThat(limit.allows(ANNA, "2001:db8:0:1::7")).isTrue();
    }

    @Test
    void whatIsNoEmailCannotFillTheCounterOfAnAddress() {
        for (int i = 0; i < 100; i++) {
            limit.allows("address:192.0.2.7", "192.0.2." + 100);
        }
        for (int i = 0; i < 149; i++) {
            assertThat(limit.allows("person" + i + "@example.org", "192.0.2.7")).isTrue();
        }
    }

    @Test
    void eachReplicaCountsForItselfWhileTheSharedCounterIsAway() {
        AttemptCounter away = (subject, by, now) -> {
            throw new SessionStoreUnavailableException("away");
        };
        SignInLimit alone = new SignInLimit(away, new MemoryAttemptCounter(), NOON);
        for (int i = 0; i < 15; i++) {
            assertThat(alone.allows(ANNA, "192.0.2.1")).isTrue();
        }
        assertThat(alone.allows(ANNA, "192.0.2.1")).isFalse();
    }
}
