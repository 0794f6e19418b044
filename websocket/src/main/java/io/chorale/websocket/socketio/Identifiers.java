package io.chorale.websocket.socketio;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids that cannot be guessed: 120 random bits, 20 characters that need no escaping anywhere. */
final class Identifiers {
    private static final int BYTES = 15;

    private final SecureRandom random;

    Identifiers(SecureRandom random) {
        this.random = random;
    }

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
