package io.chorale.app.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chorale.app.accounts.User;
import io.chorale.websocket.cluster.Presence;
import io.chorale.websocket.socketio.Socket;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Tells all replicas, and operators who look into Redis, who is connected here and which models they use. Without pictures and
 * without anything that opens a door. Safe for use by many threads.
 */
final class ConnectedPeople {
    private final Supplier<Presence> presence;
    private final ObjectMapper json;
    private final Clock clock;

    /** @param presence there as soon as the Socket.IO server has started */
    ConnectedPeople(Supplier<Presence> presence, ObjectMapper json, Clock clock) {
        this.presence = presence;
        this.json = json;
        this.clock = clock;
    }

    /** Comes in, or was just heard of. */
    void here(Socket socket, User user) {
        try {
            presence.get()
                    .here(
                            socket.id(),
                            json.writeValueAsBytes(json.createObjectNode()
                                    .put("id", user.id())
                                    .put("name", user.name())
                                    .put("email", user.email())
                                    .put("role", user.role().wireName())
                                    .put("last_active_at", user.lastActiveAt())
                                    .put("updated_at", user.updatedAt())
                                    .put("created_at", user.createdAt())
                                    .put("last_seen_at", clock.instant().getEpochSecond())));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void gone(Socket socket) {
        presence.get().gone(socket.id());
    }

    void uses(Socket socket, String model) {
        presence.get().uses(socket.id(), model);
    }
}
