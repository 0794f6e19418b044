package io.chorale.websocket.relay;

/** The client's end of a {@link RelayedSocket}, as its owner sees it. No method blocks; calls keep their order. */
public interface ClientEnd {

    /** @return false when the frames cannot be taken: the connection is as good as gone, and will be reported so */
    boolean send(byte[] frames);

    /** Starts the close handshake (RFC 6455 section 7) behind what was sent before. */
    void close(int code, String text);

    /** Ends the connection at once. */
    void abort();
}
