package io.chorale.app.accounts;

import org.jspecify.annotations.Nullable;

/** An account as administrators and its owner see it; names and shapes are those of the contract. */
record UserView(
        String id,
        String name,
        String email,
        String role,
        String profileImageUrl,
        @Nullable String bio,
        @Nullable String gender,
        @Nullable String dateOfBirth,
        long lastActiveAt,
        long updatedAt,
        long createdAt) {

    static UserView of(User user) {
        return new UserView(
                user.id(),
                user.name(),
                user.email(),
                user.role().wireName(),
                user.profileImageUrl(),
                user.bio(),
                user.gender(),
                user.dateOfBirth(),
                user.lastActiveAt(),
                user.updatedAt(),
                user.createdAt());
    }
}
