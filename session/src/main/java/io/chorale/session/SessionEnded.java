package io.chorale.session;

/** A session was ended by sign-out, here or on another replica. Sessions that merely expire are not announced. */
public record SessionEnded(SessionKey key, String userId) {}
