package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket as it was when it was asked for, on whatever replica. What is done with it goes through the log. Immutable.
 */
public final class RemoteSocket {
    private final String id;
    private final Set<String> rooms;
    private final JsonNode data;
    private final JsonNode handshake;
    private final Emitter emitter;

    private RemoteSocket(String id, Set<String> rooms, JsonNode data, JsonNode handshake, Emitter emitter) {
        this.id = id;
        this.rooms = rooms;
        this.data = data;
        this.handshake = handshake;
        this.emitter = emitter;
    }

    static RemoteSocket of(Namespace namespace, ServerParts server, ClusterReply.SocketInfo info) {
        return new RemoteSocket(
                info.id(),
                info.rooms(),
                server.json().tree(info.data()),
                server.json().tree(info.handshake()),
                new Emitter(namespace, server, Target.room(info.id())));
    }

    public String id() {
        return id;
    }

    public Set<String> rooms() {
        return rooms;
    }

    /** As {@link SocketData#tree}. */
    public JsonNode data() {
        return data;
    }

    /** Address, time and headers of the request that opened the connection, without those that hold credentials. */
    public JsonNode handshake() {
        return handshake;
    }

    public void emit(String event, @Nullable Object... arguments) {
        emitter.emit(event, arguments);
    }

    public void join(String... more) {
        emitter.socketsJoin(more);
    }

    public void leave(String... left) {
        emitter.socketsLeave(left);
    }

    public void disconnect(boolean close) {
        emitter.disconnectSockets(close);
    }
}
