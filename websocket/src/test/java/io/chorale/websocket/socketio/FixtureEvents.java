package io.chorale.websocket.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The namespaces and events of the fixture server. */
final class FixtureEvents {
    private final SocketIoServer io;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    FixtureEvents(SocketIoServer io) {
        this.io = io;
    }

    void addTo() {
        events(io.namespace("/"));
        events(io.namespace("/custom"));
        events(io.namespace("/mw-err").use(socket -> {
            throw new ConnectRefusedException("nope", Map.of("code", "E1", "n", 1));
        }));
        events(io.namespace("/auth").use(socket -> {
            if (!socket.auth().path("token").asText().equals("secret")) {
                throw new ConnectRefusedException("unauthorized");
            }
        }));
        events(io.namespace("/slow")
                .use(socket -> new CompletableFuture<>()
                        .completeOnTimeout(true, 300, TimeUnit.MILLISECONDS)
                        .join()));
        io.namespaces(name -> name.matches("/dyn-\\d+"), this::events);
    }

    private void events(Namespace namespace) {
        namespace.onConnect(socket -> {
            socket.use((event, arguments) -> !event.equals("blocked"));
            socket.emit("auth", socket.auth());
        });
        namespace.onDisconnect((socket, reason) -> {
            reasons.put(socket.id(), reason.text());
            namespace.serverSideEmit("ended", socket.id(), reason.text()); // whoever asks may ask another replica
        });
        namespace.onServerSide(
                "ended",
                (arguments, ack) -> reasons.put(arguments.get(0, String.class), arguments.get(1, String.class)));
        namespace
                .on("message", (socket, arguments, ack) -> socket.emit("message-back", arguments.toArray()))
                .on("message-with-ack", (socket, arguments, ack) -> ack.send(arguments.toArray()))
                .on("blocked", (socket, arguments, ack) -> ack.send("not blocked"));
        rooms(namespace);
        emitters(namespace);
        volatiles(namespace);
        questions(namespace);
        cluster(namespace);
        about(namespace);
    }

    private static void rooms(Namespace namespace) {
        namespace
                .on("join", (socket, arguments, ack) -> {
                    socket.join(arguments.get(0, String.class));
                    ack.send();
                })
                .on("leave", (socket, arguments, ack) -> {
                    socket.leave(arguments.get(0, String.class));
                    ack.send();
                })
                .on("rooms", (socket, arguments, ack) -> ack.send(socket.rooms()));
    }

    private static void emitters(Namespace namespace) {
        namespace
                .on("to-room", (socket, arguments, ack) -> send(socket.to(names(arguments)), arguments.from(1)))
                .on("in-room", (socket, arguments, ack) -> send(namespace.in(names(arguments)), arguments.from(1)))
                .on("except", (socket, arguments, ack) -> send(namespace.except(names(arguments)), arguments.from(1)))
                .on("broadcast", (socket, arguments, ack) -> send(socket.broadcast(), arguments))
                .on("emit-me", (socket, arguments, ack) -> send(namespace.to(socket.id()), arguments))
                .on("burst", (socket, arguments, ack) -> {
                    for (int i = 0; i < arguments.get(0, Integer.class); i++) {
                        socket.emit(arguments.get(1, String.class), i);
                    }
                });
    }

    /** The first argument: a room, or a list of them. */
    private static String[] names(Arguments arguments) {
        JsonNode first = arguments.tree(0);
        List<String> names = new ArrayList<>();
        if (first.isArray()) {
            first.forEach(name -> names.add(name.asText()));
        } else {
            names.add(arguments.get(0, String.class));
        }
        return names.toArray(String[]::new);
    }

    private static void send(Emitter emitter, Arguments eventAndArguments) {
        emitter.emit(
                eventAndArguments.get(0, String.class),
                eventAndArguments.from(1).toArray());
    }

    private static void volatiles(Namespace namespace) {
        namespace
                .on("volatile-after-regular", (socket, arguments, ack) -> {
                    socket.emit("regular");
                    socket.volatileEvents().emit("volatile");
                })
                .on(
                        "volatile-later",
                        (socket, arguments, ack) ->
                                later(arguments).execute(() -> send(socket.volatileEvents(), arguments.from(1))))
                .on(
                        "volatile-twice-later",
                        (socket, arguments, ack) -> later(arguments).execute(() -> {
                            String event = arguments.get(1, String.class);
                            socket.volatileEvents().emit(event, arguments.tree(2));
                            socket.volatileEvents().emit(event, arguments.tree(3));
                        }));
    }

    private static Executor later(Arguments arguments) {
        return CompletableFuture.delayedExecutor(arguments.get(0, Long.class), TimeUnit.MILLISECONDS);
    }

    private static void questions(Namespace namespace) {
        namespace.on("ask", FixtureEvents::ask).on("ask-room", FixtureEvents::askRoom);
    }

    private static void ask(Socket socket, Arguments arguments, Ack ack) {
        Duration timeout = Duration.ofMillis(arguments.get(0, Long.class));
        CompletableFuture<Void> unused = socket.emitWithAck(timeout, arguments.get(1, String.class), arguments.tree(2))
                .<Map<String, Object>>thenApply(answer -> Map.of("ok", Arrays.asList(answer.toArray())))
                .exceptionally(failure -> Map.of("error", true))
                .thenAccept(ack::send);
    }

    private static void askRoom(Socket socket, Arguments arguments, Ack ack) {
        CompletableFuture<Void> unused = socket.namespace()
                .in(arguments.get(0, String.class))
                .timeout(Duration.ofMillis(arguments.get(1, Long.class)))
                .emitWithAck(arguments.get(2, String.class), arguments.tree(3))
                .thenAccept(acks -> ack.send(Map.of("error", !acks.complete(), "responses", firsts(acks))));
    }

    private static List<JsonNode> firsts(Acks acks) {
        return acks.answers().stream().map(answer -> answer.tree(0)).toList();
    }

    private static void fetch(Socket socket, Arguments arguments, Ack ack) {
        CompletableFuture<Void> unused = socket.namespace()
                .in(names(arguments))
                .fetchSockets()
                .thenAccept(sockets ->
                        ack.send(sockets.stream().map(RemoteSocket::id).toList()));
    }

    private static void cluster(Namespace namespace) {
        namespace
                .on("fetch-sockets", FixtureEvents::fetch)
                .on(
                        "sockets-join",
                        (socket, arguments, ack) ->
                                namespace.in(names(arguments)).socketsJoin(arguments.get(1, String.class)))
                .on(
                        "sockets-leave",
                        (socket, arguments, ack) ->
                                namespace.in(names(arguments)).socketsLeave(arguments.get(1, String.class)))
                .on(
                        "disconnect-room",
                        (socket, arguments, ack) -> namespace
                                .in(names(arguments))
                                .disconnectSockets(arguments.tree(1).asBoolean()))
                .on(
                        "disconnect-me",
                        (socket, arguments, ack) ->
                                socket.disconnect(arguments.tree(0).asBoolean()))
                .on("close-conn", (socket, arguments, ack) -> socket.closeConnection());
    }

    private void about(Namespace namespace) {
        namespace
                .on("handshake", (socket, arguments, ack) -> ack.send(handshake(socket)))
                .on(
                        "transport",
                        (socket, arguments, ack) -> ack.send(socket.transport().wireName()))
                .on("reason-of", (socket, arguments, ack) -> ack.send(reasons.get(arguments.get(0, String.class))))
                .on(
                        "recovered",
                        (socket, arguments, ack) -> ack.send(
                                socket.recovered(),
                                socket.rooms(),
                                socket.data().tree()))
                .on("set-data", (socket, arguments, ack) -> {
                    socket.data().put("value", arguments.tree(0));
                    ack.send();
                });
    }

    private static Map<String, Object> handshake(Socket socket) {
        Map<String, Object> handshake = new LinkedHashMap<>();
        handshake.put("query", socket.handshake().query());
        handshake.put("auth", socket.auth());
        Map<String, String> headers = new LinkedHashMap<>();
        socket.handshake().headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        handshake.put("headers", headers);
        handshake.put("address", socket.handshake().address());
        handshake.put("xdomain", socket.handshake().crossDomain());
        handshake.put("secure", socket.handshake().secure());
        handshake.put("url", socket.handshake().url());
        return handshake;
    }
}
