package io.chorale.websocket.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chorale.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
    private final Seal seal = Seal.of(Optional.of(new Secret("one")));

    @Test
    void opensWhatItSealed() {
        assertThat(seal.open(Seal.Place.LOG, seal.seal(Seal.Place.LOG, MESSAGE)))
                .isEqualTo(MESSAGE);
    }

    @Test
    void refusesEveryChangeOfAByteEveryCutAndEveryOtherPlaceOrSecret() {
        byte[] sealed = seal.seal(Seal.Place.LOG, MESSAGE);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            byte[] cut = Arrays.copyOf(sealed, i);
            assertRefused(seal, changed);
            assertRefused(seal, cut);
        }
        assertRefused(seal, MESSAGE);
        assertRefused(seal, new byte[32]);
        assertRefused(Seal.of(Optional.of(new Secret("other"))), sealed);
        assertThatThrownBy(() -> seal.open(Seal.Place.VOLATILE, sealed))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("WEBSOCKET_CLUSTER_SECRET");
    }

    @Test
    void changesNothingWithoutASecret() {
        Seal none = Seal.of(Optional.empty());

        assertThat(none.seal(Seal.Place.LOG, MESSAGE)).isSameAs(MESSAGE);
        assertThat(none.open(Seal.Place.LOG, MESSAGE)).isSameAs(MESSAGE);
        assertThat(none.fingerprint()).isEmpty();
    }

    @Test
    void itsFingerprintTellsEqualSecretsFromOthers() {
        assertThat(seal.fingerprint())
                .isEqualTo(Seal.of(Optional.of(new Secret("one"))).fingerprint())
                .isNotEqualTo(Seal.of(Optional.of(new Secret("two"))).fingerprint())
                .hasSize(16);
    }

    private static void assertRefused(Seal by, byte[] sealed) {
        assertThatThrownBy(() -> by.open(Seal.Place.LOG, sealed)).isInstanceOf(MalformedMessageException.class);
    }
}
