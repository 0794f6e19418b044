package io.chorale.websocket.redis;

/** One side of an exchange on a {@link LinkedReplica}. No method blocks or touches a socket. */
interface RelayParty {

    /** A step of the other side; in order, by one thread. */
    void receive(RelayMessage message);

    /**
     * The link is no more; the last call.
     *
     * @param gone the other replica does not live, rather than not being reached
     */
    void broken(boolean gone);
}
