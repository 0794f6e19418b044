package io.chorale.test;

/** Redis answered a test's command with an error. */
public final class RedisReplyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RedisReplyException(String message) {
        super(message);
    }
}
