package io.chorale.websocket.relay;

/** How the owner received a websocket that wants to take over a session. */
public sealed interface SocketAttempt {

    /** The websocket may be opened; its client then has to prove itself ({@code 2probe}). */
    record Accepted(RelayedSocket socket) implements SocketAttempt {}

    record Refused(RelayAnswer answer) implements SocketAttempt {}
}
