package io.chorale.app.settings;

import io.chorale.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * By which replicas compare their secrets without showing them: PBKDF2 (RFC 8018), so that somebody who reads it cannot
 * try out short secrets quickly. It takes some 50 ms.
 */
final class Fingerprint {
    private static final byte[] SALT = "chorale installation secret".getBytes(StandardCharsets.UTF_8);
    private static final int ROUNDS = 200_000;
    private static final int BITS = 128;

    private Fingerprint() {}

    static String of(Secret secret) {
        try {
            PBEKeySpec spec = new PBEKeySpec(secret.reveal().toCharArray(), SALT, ROUNDS, BITS);
            byte[] digest = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2WithHmacSHA256", e);
        }
    }
}
