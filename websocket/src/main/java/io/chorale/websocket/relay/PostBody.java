package io.chorale.websocket.relay;

/** What came as the body of a POST. */
public sealed interface PostBody {

    /** @param bytes not more than one POST may bring */
    record Payload(byte[] bytes) implements PostBody {}

    /** Longer than one POST may be; not read to its end. */
    record TooLarge() implements PostBody {}

    /** Declared as {@code application/octet-stream}, which version 4 of the protocol does not know. */
    record Binary() implements PostBody {}
}
