package io.chorale.app.accounts;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a sign-in.
 *
 * @param token for {@code Authorization: Bearer} and Socket.IO; names the same session as the cookie
 * @param expiresAt epoch seconds, null when never
 */
record SessionView(
        String token,
        String tokenType,
        @Nullable Long expiresAt,
        String id,
        String email,
        String name,
        String role,
        String profileImageUrl,
        Map<String, Map<String, Boolean>> permissions,
        @Nullable String bio,
        @Nullable String gender,
        @Nullable String dateOfBirth) {

    static SessionView of(
            String token, @Nullable Long expiresAt, User user, Map<String, Map<String, Boolean>> permissions) {
        return new SessionView(
                token,
                "Bearer",
                expiresAt,
                user.id(),
                user.email(),
                user.name(),
                user.role().wireName(),
                user.profileImageUrl(),
                permissions,
                user.bio(),
                user.gender(),
                user.dateOfBirth());
    }

    @Override
    public String toString() {
        return "SessionView[" + id + "]";
    }
}
