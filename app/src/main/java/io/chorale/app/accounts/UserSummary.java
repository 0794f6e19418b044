package io.chorale.app.accounts;

/** What others see of an account, beside each of its messages; so it is small: a stored picture becomes an address. */
public record UserSummary(String id, String name, String role, String profileImageUrl) {

    public static UserSummary of(User user) {
        String image = user.profileImageUrl();
        return new UserSummary(
                user.id(),
                user.name(),
                user.role().wireName(),
                image.startsWith("data:") ? "/api/v1/users/" + user.id() + "/profile/image" : image);
    }

    /** For what was written by an account that is no more. */
    public static UserSummary ofDeleted(String id) {
        return new UserSummary(id, "Deleted user", Role.PENDING.wireName(), ProfileImage.DEFAULT);
    }
}
