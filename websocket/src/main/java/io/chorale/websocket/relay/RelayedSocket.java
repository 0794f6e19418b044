package io.chorale.websocket.relay;

/**
 * A websocket whose connection is at one replica and whose session at another. Told by the former what the client does,
 * in order; {@link #ended} is the last call and comes exactly once. Except for {@link #written}, calls come from one
 * thread at a time.
 */
public interface RelayedSocket {

    /** The connection is there; only now the owner may use it. */
    void opened(ClientEnd client);

    /** A text message. May block while the owner is behind, which holds the client back. */
    void text(byte[] utf8);

    /** A binary message. May block like {@link #text}. */
    void binary(byte[] data);

    /** So many bytes of what {@link ClientEnd#send} took are on the wire now. Returns at once. */
    void written(int bytes);

    void ended(Ending ending);

    /** How the connection ended. */
    enum Ending {
        /** By a close frame or the end of the stream. */
        CLOSED,
        /** The network failed, or a replica on the way did. */
        FAILED,
        /** The client broke the rules. */
        VIOLATED,
        /** The client does not read. */
        SLOW
    }
}
