package io.chorale.bench.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One Socket.IO client of the load generator. Used by the thread of its {@link LoadLoop} only. */
public abstract class LoadClient {
    private final int number;
    protected final LoadListener listener;
    private boolean closed;

    protected LoadClient(int number, LoadListener listener) {
        this.number = number;
        this.listener = listener;
    }

    /** Position in whatever list the scenario keeps, from 0. */
    public final int number() {
        return number;
    }

    /** Sends one Engine.IO packet, for example {@code 42["join","r"]}. */
    public abstract void send(String packet);

    /** Reads what is there. The buffer is shared by all clients of the loop and free to use during the call. */
    abstract void readable(ByteBuffer shared) throws IOException;

    abstract void connectable() throws IOException;

    abstract void writable() throws IOException;

    abstract void closeChannels();

    public final void close(String reason) {
        if (!closed) {
            closed = true;
            closeChannels();
            listener.closed(this, reason);
        }
    }

    /** Takes one Engine.IO packet of the server. */
    final void packet(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return;
        }
        switch (bytes[offset]) {
            case '0' -> send("40");
            case '2' -> send("3");
            case '4' -> message(bytes, offset, length);
            case '1' -> close("closed by the server");
            default -> {
                // a noop or a pong
            }
        }
    }

    private void message(byte[] bytes, int offset, int length) {
        switch (length < 2 ? '?' : bytes[offset + 1]) {
            case '0' -> listener.ready(this);
            case '2' -> listener.event(this, bytes, offset, length);
            case '3' -> listener.answer(this, Digits.parse(bytes, offset + 2));
            default -> close("the server sent " + new String(bytes, offset, length));
        }
    }
}
