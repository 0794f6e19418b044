package io.chorale.websocket.relay;

/** Carries requests to the replicas that own their sessions, and brings theirs here. Safe for use by many threads. */
public interface SessionRelay {

    /** For a replica that is alone: no session is elsewhere. */
    SessionRelay NONE = new NoRelay();

    /** Length of a tag, in characters of base64url. */
    int TAG_LENGTH = 4;

    /**
     * The first characters of the ids of sessions that are opened here from now on; no other live replica has the same.
     * Empty when there are no others.
     */
    String ownerTag();

    /**
     * From now on, answers what others ask for sessions of this path.
     *
     * @throws IllegalStateException when somebody answers for it already
     */
    void serve(String path, SessionOwner owner);

    void stopServing(String path);

    /** May the session be one of another replica? Judged by the form of the id alone; costs nothing. */
    boolean isForeign(String sessionId);

    /**
     * Begins a polling request at the owner. Returns at once.
     *
     * @throws OwnerGoneException when no live replica has the session's tag
     * @throws RelayUnavailableException when the owner cannot be asked now
     */
    RelayedExchange open(RelayRequest request);

    /**
     * Asks the owner to let a websocket take over the session. Returns when the owner has judged the request.
     *
     * @throws OwnerGoneException when no live replica has the session's tag
     * @throws RelayUnavailableException when the owner cannot be asked now, or does not answer in time
     */
    SocketAttempt connect(RelayRequest request);
}
