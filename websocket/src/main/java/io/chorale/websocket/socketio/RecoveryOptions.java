package io.chorale.websocket.socketio;

import java.time.Duration;

/**
 * Connection state recovery.
 *
 * @param enabled clients get a private id and offsets, and may resume with them
 * @param window how long after the loss of the connection
 * @param runMiddlewares ask the middlewares of a namespace about a client that resumes, too
 */
record RecoveryOptions(boolean enabled, Duration window, boolean runMiddlewares) {
    static final RecoveryOptions OFF = new RecoveryOptions(false, Duration.ofMinutes(2), false);

    RecoveryOptions {
        if (window.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("The recovery window is " + window
                    + "; shorter than a second no client comes back in time. Set at least PT1S, or recovery(false).");
        }
    }
}
