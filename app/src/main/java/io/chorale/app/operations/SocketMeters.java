package io.chorale.app.operations;

import io.chorale.websocket.engineio.CloseReason;
import io.chorale.websocket.engineio.EngineLimit;
import io.chorale.websocket.engineio.EngineMetrics;
import io.chorale.websocket.engineio.EngineMetrics.RelayKind;
import io.chorale.websocket.engineio.EngineServer;
import io.chorale.websocket.engineio.EngineSession.Transport;
import io.chorale.websocket.socketio.SocketIoMetrics;
import io.chorale.websocket.socketio.SocketIoMetrics.Count;
import io.chorale.websocket.socketio.SocketIoServer;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What the websocket layers count themselves. */
final class SocketMeters {
    private SocketMeters() {}

    static void bind(SocketIoServer sockets, Meters meters) {
        sessions(sockets.engine(), meters);
        engine(sockets.engine().metrics(), meters);
        socketIo(sockets.metrics(), meters);
    }

    private static void sessions(EngineServer engine, Meters meters) {
        for (Transport transport : Transport.values()) {
            meters.gauge(
                    "websocket.sessions",
                    "",
                    "Open connections by transport",
                    () -> engine.sessions(transport),
                    "transport",
                    lower(transport));
        }
        meters.gauge("websocket.queue", "bytes", "What waits for clients, over all connections", engine::queuedBytes);
    }

    private static void engine(EngineMetrics engine, Meters meters) {
        meters.counted("websocket.sessions.opened", "Connections opened", engine::sessionsOpened);
        meters.counted(
                "websocket.sessions.upgraded",
                "Connections that went from polling to websocket",
                engine::sessionsUpgraded);
        for (CloseReason reason : CloseReason.values()) {
            meters.counted(
                    "websocket.sessions.closed",
                    "Connections closed by reason",
                    () -> engine.sessionsClosed(reason),
                    "reason",
                    lower(reason));
        }
        meters.counted("websocket.origins.refused", "Requests of pages of foreign origins", engine::originsRefused);
        meters.counted(
                "websocket.sessions.unknown",
                "Requests for connections that are not here",
                engine::unknownSessionsAsked);
        dropped(meters, "transport", engine::volatilePacketsDropped);
        for (EngineLimit limit : EngineLimit.values()) {
            limited(meters, lower(limit), () -> engine.limitReached(limit));
        }
        wrong(meters, "protocol", engine::protocolViolations);
        for (RelayKind kind : RelayKind.values()) {
            meters.counted(
                    "websocket.requests.relayed",
                    "Requests for connections of other replicas that were carried there",
                    () -> engine.requestsRelayed(kind),
                    "kind",
                    lower(kind));
        }
        meters.counted(
                "websocket.relays.failed",
                "Requests for connections of other replicas that could not be carried",
                engine::relaysFailed);
    }

    private static void socketIo(SocketIoMetrics counts, Meters meters) {
        meters.counted(
                "websocket.packets.received", "Events of clients handed to handlers", () -> counts.get(Count.RECEIVED));
        meters.counted("websocket.packets.delivered", "Packets offered to sockets", () -> counts.get(Count.DELIVERED));
        dropped(meters, "socket", () -> counts.get(Count.VOLATILE_DROPPED));
        resumes(meters, "recovered", counts, Count.RECOVERED);
        resumes(meters, "refused", counts, Count.RECOVERY_REFUSED);
        limited(meters, "namespaces", () -> counts.get(Count.NAMESPACES_LIMITED));
        limited(meters, "rooms", () -> counts.get(Count.ROOMS_LIMITED));
        limited(meters, "acks", () -> counts.get(Count.ACKS_LIMITED));
        limited(meters, "event_rate", () -> counts.get(Count.RATE_LIMITED));
        limited(meters, "mailbox", () -> counts.get(Count.MAILBOX_FULL));
        limited(meters, "json", () -> counts.get(Count.JSON_LIMITED));
        limited(meters, "attachments", () -> counts.get(Count.ATTACHMENTS_LIMITED));
        limited(meters, "overload", () -> counts.get(Count.OVERLOADED));
        for (Count fault : new Count[] {
            Count.MALFORMED, Count.INVALID_STATE, Count.ATTACHMENT_TIMEOUT, Count.CONNECT_TIMEOUT, Count.BAD_ARGUMENTS
        }) {
            wrong(meters, lower(fault), () -> counts.get(fault));
        }
    }

    private static void resumes(Meters meters, String outcome, SocketIoMetrics counts, Count count) {
        meters.counted(
                "websocket.resumes", "Clients that asked to resume", () -> counts.get(count), "outcome", outcome);
    }

    private static void dropped(Meters meters, String layer, LongSupplier value) {
        meters.counted("websocket.volatile.dropped", "Volatile packets dropped by layer", value, "layer", layer);
    }

    private static void limited(Meters meters, String limit, LongSupplier value) {
        meters.counted("websocket.limits.hit", "Times that a bound was reached, by bound", value, "limit", limit);
    }

    private static void wrong(Meters meters, String kind, LongSupplier value) {
        meters.counted("websocket.client.errors", "What clients did wrong, by kind", value, "kind", kind);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
