package io.chorale.websocket.engineio;

import java.util.Optional;

/** The application's say on a handshake, before a session exists. Must not block for long. */
@FunctionalInterface
public interface Admission {
    Admission EVERYBODY = handshake -> Optional.empty();

    /** @return what to tell a client that is not let in (error 4, HTTP 403), or empty */
    Optional<String> refuse(Handshake handshake);
}
