package io.chorale.websocket.cluster;

import java.util.Set;

/**
 * What must survive so that a client resumes on any replica, also after {@code kill -9} of its own.
 *
 * @param recoveryId the private id ({@code pid}); a bearer secret, stored hashed
 * @param socketId the public id, which the client keeps
 * @param data the application's data of the socket, as a JSON object in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is needed
public record RecoverableSession(String recoveryId, String namespace, String socketId, Set<String> rooms, byte[] data) {
    public RecoverableSession {
        rooms = Set.copyOf(rooms);
    }
}
