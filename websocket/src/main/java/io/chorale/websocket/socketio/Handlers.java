package io.chorale.websocket.socketio;

import io.chorale.websocket.engineio.CloseReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The code of the application for one namespace. A failure in it, an error of the JVM
 * included (a stack overflow, a class that is missing), is logged and costs the event, nothing else. Safe for
 * use by many threads.
 */
final class Handlers {
    private final String namespace;
    private final ServerParts server;
    private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
    private final List<Consumer<Socket>> connect = new CopyOnWriteArrayList<>();
    private final List<DisconnectHandler> disconnect = new CopyOnWriteArrayList<>();
    private final List<AnyEventHandler> any = new CopyOnWriteArrayList<>();
    private final Map<String, List<EventHandler>> events = new ConcurrentHashMap<>();
    private final Map<String, List<ServerSideHandler>> serverSide = new ConcurrentHashMap<>();

    Handlers(String namespace, ServerParts server) {
        this.namespace = namespace;
        this.server = server;
    }

    void use(Middleware middleware) {
        middlewares.add(middleware);
    }

    void onConnect(Consumer<Socket> handler) {
        connect.add(handler);
    }

    void onDisconnect(DisconnectHandler handler) {
        disconnect.add(handler);
    }

    void onAny(AnyEventHandler handler) {
        any.add(handler);
    }

    void on(String event, EventHandler handler) {
        ReservedEvents.check(event);
        events.computeIfAbsent(event, name -> new CopyOnWriteArrayList<>()).add(handler);
    }

    void onServerSide(String event, ServerSideHandler handler) {
        serverSide.computeIfAbsent(event, name -> new CopyOnWriteArrayList<>()).add(handler);
    }

    /** @throws ConnectRefusedException when one of the middlewares refuses, or fails */
    void askMiddlewares(Socket socket) {
        for (Middleware middleware : middlewares) {
            try {
                middleware.accept(socket);
            } catch (ConnectRefusedException e) {
                throw e;
            } catch (Throwable e) {
                server.failures().failed("A middleware of namespace " + namespace, e);
                throw new ConnectRefusedException("Internal error");
            }
        }
    }

    void connected(Socket socket) {
        connect.forEach(handler -> run("A connect handler", () -> handler.accept(socket)));
    }

    void disconnected(Socket socket, CloseReason reason) {
        disconnect.forEach(handler -> run("A disconnect handler", () -> handler.handle(socket, reason)));
    }

    void event(Socket socket, String name, Arguments arguments, Ack ack) {
        server.metrics().add(SocketIoMetrics.Count.RECEIVED);
        run("A handler or middleware of event \"" + (events.containsKey(name) ? name : "(any)") + "\"", () -> {
            for (SocketMiddleware middleware : socket.middlewares()) {
                if (!middleware.allows(name, arguments)) {
                    return;
                }
            }
            for (AnyEventHandler handler : any) {
                handler.handle(socket, name, arguments);
            }
            for (EventHandler handler : events.getOrDefault(name, List.of())) {
                handler.handle(socket, arguments, ack);
            }
        });
    }

    void serverSide(String name, Arguments arguments, Ack ack) {
        for (ServerSideHandler handler : serverSide.getOrDefault(name, List.of())) {
            run("A server-side handler of \"" + name + "\"", () -> handler.handle(arguments, ack));
        }
    }

    private void run(String what, Action action) {
        try {
            action.run();
        } catch (BadArgumentException e) {
            server.metrics().add(SocketIoMetrics.Count.BAD_ARGUMENTS);
        } catch (Throwable e) {
            server.failures().failed(what + " in namespace " + namespace, e);
        }
    }

    private interface Action {
        void run() throws Exception;
    }
}
