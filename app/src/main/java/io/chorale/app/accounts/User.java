package io.chorale.app.accounts;

import org.jspecify.annotations.Nullable;

/**
 * An account. Immutable.
 *
 * @param email in lower case
 * @param dateOfBirth ISO date
 * @param createdAt epoch seconds, like the other two
 */
public record User(
        String id,
        String name,
        String email,
        Role role,
        String profileImageUrl,
        @Nullable String bio,
        @Nullable String gender,
        @Nullable String dateOfBirth,
        long lastActiveAt,
        long updatedAt,
        long createdAt) {

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /** Let in by an administrator, or one. */
    public boolean isVerified() {
        return role != Role.PENDING;
    }

    User changed(String newName, String newEmail, Role newRole, String newImage, long now) {
        return new User(
                id, newName, newEmail, newRole, newImage, bio, gender, dateOfBirth, lastActiveAt, now, createdAt);
    }

    User described(@Nullable String newBio, @Nullable String newGender, @Nullable String newDateOfBirth) {
        return new User(
                id,
                name,
                email,
                role,
                profileImageUrl,
                newBio,
                newGender,
                newDateOfBirth,
                lastActiveAt,
                updatedAt,
                createdAt);
    }
}
