package io.chorale.app.server;

import io.chorale.config.Settings;
import io.chorale.config.WebsocketSettings;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.engineio.EngineOptions;
import io.chorale.websocket.engineio.EngineSession.Transport;
import io.chorale.websocket.engineio.OriginPolicy;
import io.chorale.websocket.socketio.SocketIoLimits;
import io.chorale.websocket.socketio.SocketIoServer;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** The Socket.IO server as the settings want it. */
final class Sockets {
    private Sockets() {}

    static SocketIoServer create(
            Settings settings, ClusterManager cluster, OriginPolicy origins, Predicate<String> trustedProxy) {
        WebsocketSettings websocket = settings.websocket();
        SocketIoServer.Builder builder = SocketIoServer.builder()
                .engine(engine(websocket))
                .cluster(cluster)
                .origins(origins)
                .trustedProxy(trustedProxy)
                .limits(limits(websocket))
                .connectTimeout(websocket.connectTimeout())
                .ackTimeout(websocket.eventCallerTimeout());
        if (websocket.recovery()) {
            builder.recovery(websocket.recoveryWindow());
        }
        return builder.build();
    }

    private static SocketIoLimits limits(WebsocketSettings websocket) {
        return SocketIoLimits.builder()
                .eventsPerSecond(websocket.eventsPerSecond())
                .eventBurst(websocket.eventBurst())
                .build();
    }

    private static EngineOptions engine(WebsocketSettings websocket) {
        return EngineOptions.builder()
                .path(websocket.path())
                .transports(transports(websocket))
                .upgrades(websocket.enabled())
                .pingInterval(websocket.pingInterval())
                .pingTimeout(websocket.pingTimeout())
                .upgradeTimeout(websocket.upgradeTimeout())
                .maxPayload(Math.toIntExact(websocket.maxPayload().bytes()))
                .maxQueue(Math.toIntExact(websocket.maxQueue().bytes()))
                .maxSessions(websocket.maxSessions())
                .build();
    }

    private static Set<Transport> transports(WebsocketSettings websocket) {
        if (!websocket.enabled()) {
            return EnumSet.of(Transport.POLLING);
        }
        return websocket.strictTransports() ? EnumSet.of(Transport.WEBSOCKET) : EnumSet.allOf(Transport.class);
    }
}
