package io.chorale.redis;

import org.jspecify.annotations.Nullable;

/** Redis did not answer within the time that the caller gave it. The message names the server and the cures. */
public class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
