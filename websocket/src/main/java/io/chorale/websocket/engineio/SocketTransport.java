package io.chorale.websocket.engineio;

/**
 * A websocket as a session uses it: a connection of this replica, or one that another replica holds. Safe for use by many
 * threads; no method blocks.
 */
interface SocketTransport {

    /** Queues frames. False: the connection is closed, or its queue was full and it is closed now. */
    boolean send(byte[] frames);

    /** Takes the frames only when nothing waits and nothing is being written. */
    boolean sendIfIdle(byte[] frames);

    /** Starts the close handshake behind what is queued; the connection ends when the peer answers, or in time. */
    void close(int code, String text, CloseReason why);

    /** Ends the connection at once; what is queued is lost. */
    void abort(CloseReason why);

    /** Called now and then: a peer that lets one write hang is cut off. */
    void checkWrite(long now);

    int queuedBytes();

    /** Gets what the peer sends, by one thread at a time. */
    interface Handler {
        void opened(SocketTransport connection);

        void text(SocketTransport connection, byte[] utf8);

        void binary(SocketTransport connection, byte[] data);

        /** So many bytes that were queued are on the wire now. Comes from another thread; must not block. */
        default void written(SocketTransport connection, int bytes) {}

        void ended(SocketTransport connection, CloseReason reason);
    }
}
