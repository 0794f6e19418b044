package io.chorale.websocket.redis;

import io.chorale.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs what replicas say to each other, so that somebody who can merely write to Redis cannot speak in their name:
 * HMAC-SHA256 (RFC 2104) behind each message, over the message and where it belongs. Without a secret messages go as they
 * are. Immutable.
 *
 * <p>It does not hide anything, and it does not tell an old message from a new one: in the log, writers and their numbers do.
 */
final class Seal {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int LENGTH = 32;
    private static final int FINGERPRINT = 8;

    /** Where a message belongs: it is worth nothing elsewhere. The numbers are part of the format. */
    enum Place {
        LOG(1),
        VOLATILE(2),
        REPLICA(3),
        SESSION(4),
        FINGERPRINT(5),
        RELAY(6);

        private final byte number;

        Place(int number) {
            this.number = (byte) number;
        }
    }

    private final @Nullable SecretKeySpec key;

    private Seal(@Nullable SecretKeySpec key) {
        this.key = key;
    }

    static Seal of(Optional<Secret> secret) {
        return new Seal(secret.map(text -> new SecretKeySpec(text.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .orElse(null));
    }

    byte[] seal(Place place, byte[] message) {
        if (key == null) {
            return message;
        }
        byte[] sealed = Arrays.copyOf(message, message.length + LENGTH);
        System.arraycopy(sign(key, place, message, message.length), 0, sealed, message.length, LENGTH);
        return sealed;
    }

    /** @throws MalformedMessageException when nobody who knows the secret sealed it for this place */
    byte[] open(Place place, byte[] sealed) {
        if (key == null) {
            return sealed;
        }
        int length = sealed.length - LENGTH;
        if (length < 0
                || !MessageDigest.isEqual(
                        sign(key, place, sealed, length), Arrays.copyOfRange(sealed, length, sealed.length))) {
            throw new MalformedMessageException(
                    "not signed with this replica's WEBSOCKET_CLUSTER_SECRET: forged, or of a replica with another one");
        }
        return Arrays.copyOf(sealed, length);
    }

    /** Tells equal secrets from different ones and says nothing else; empty without a secret. */
    String fingerprint() {
        if (key == null) {
            return "";
        }
        return HexFormat.of().formatHex(sign(key, Place.FINGERPRINT, new byte[0], 0), 0, FINGERPRINT);
    }

    private static byte[] sign(SecretKeySpec key, Place place, byte[] message, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(place.number);
            mac.update(message, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
