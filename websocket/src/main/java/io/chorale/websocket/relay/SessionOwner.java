package io.chorale.websocket.relay;

/** Judges and answers requests for its sessions that arrived at other replicas. Safe for use by many threads. */
public interface SessionOwner {

    /**
     * Answers a polling request; a GET parks the calling thread until there is something to say. Called on a virtual
     * thread of its own, which is interrupted when nobody waits for the answer any more: a parked GET then takes nothing.
     */
    RelayAnswer answer(RelayRequest request, BodySource body) throws InterruptedException;

    /** An answer to a GET may not have reached the client: what it carried is lost, and so is the session. */
    void answerLost(String sessionId);

    /** A websocket wants to take over a session. Returns at once. */
    SocketAttempt attach(RelayRequest request);

    /** The body of a POST, read by the replica that has the client's connection while the owner holds its place. */
    @FunctionalInterface
    interface BodySource {
        /**
         * Waits for the body.
         *
         * @throws InterruptedException when it will not come: the client, or the replica that reads it, is gone
         */
        PostBody await() throws InterruptedException;
    }
}
