package io.chorale.websocket.relay;

/** A polling request that is with its owner. Used by the thread of the request alone. */
public interface RelayedExchange {

    /** Hands over the body of a POST; once. */
    void body(PostBody body);

    /**
     * Waits for the owner's answer.
     *
     * @throws OwnerGoneException when the owner died meanwhile
     * @throws RelayUnavailableException when the link to the owner broke, or no answer came in the time that the longest
     *     poll takes
     */
    RelayAnswer answer() throws InterruptedException;

    /** The answer could not be written to the client. */
    void lost();

    /** The client went away before it had an answer. */
    void abandon();
}
