package io.chorale.websocket.socketio;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an event, if its sender asked for one. The first {@link #send} counts, later ones and those nobody asked
 * for do nothing, and so does one to a client that is gone. Safe for use by many threads.
 */
public final class Ack {
    private final AtomicReference<@Nullable Consumer<@Nullable Object[]>> sender;
    private final boolean wanted;

    private Ack(@Nullable Consumer<@Nullable Object[]> sender) {
        this.sender = new AtomicReference<>(sender);
        this.wanted = sender != null;
    }

    static Ack unwanted() {
        return new Ack(null);
    }

    static Ack to(Consumer<@Nullable Object[]> sender) {
        return new Ack(sender);
    }

    /** The sender waits for an answer. */
    public boolean wanted() {
        return wanted;
    }

    /**
     * Answers.
     *
     * @throws IllegalArgumentException when an argument cannot be written as JSON, or there are too many byte arrays
     */
    public void send(@Nullable Object... arguments) {
        Consumer<@Nullable Object[]> once = sender.getAndSet(null);
        if (once != null) {
            once.accept(arguments);
        }
    }
}
