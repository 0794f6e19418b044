package io.chorale.session;

/**
 * What a sign-in gives.
 *
 * @param token 43 characters; only the client may keep it, it is not in {@link #toString}
 */
public record SignedIn(String token, SessionRecord session) {
    @Override
    public String toString() {
        return "SignedIn[" + session.key() + "]";
    }
}
