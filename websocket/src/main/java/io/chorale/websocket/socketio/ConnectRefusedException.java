package io.chorale.websocket.socketio;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a {@link Middleware}: the client may not join the namespace. Message and data go to the client as they are
 * (its {@code connect_error}); of every other exception it hears nothing but that there was one.
 */
public class ConnectRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object data;

    public ConnectRefusedException(String message) {
        this(message, null);
    }

    /** @param data anything that can be written as JSON */
    public ConnectRefusedException(String message, @Nullable Object data) {
        super(message);
        this.data = data;
    }

    public @Nullable Object data() {
        return data;
    }
}
