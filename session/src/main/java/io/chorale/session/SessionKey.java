package io.chorale.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/** How stores know a session: base64url of the SHA-256 of its token, 43 characters. Safe to log. */
public record SessionKey(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** @throws IllegalArgumentException for anything but 43 characters of base64url */
    public SessionKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a session key: " + value.length() + " characters");
        }
    }

    public static SessionKey ofToken(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return new SessionKey(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
