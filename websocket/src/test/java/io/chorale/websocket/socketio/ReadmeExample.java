package io.chorale.websocket.socketio;

import io.helidon.webserver.WebServer;

final class ReadmeExample implements AutoCloseable {
    private final SocketIoServer io = SocketIoServer.builder().build();
    private final WebServer web;

    ReadmeExample(int port) {
        Namespace rooms = io.namespace("/");
        rooms.on("join", String.class, (socket, room, ack) -> {
            socket.join(room);
            ack.send(room);
        });
        rooms.on(
                "say",
                (socket, arguments, ack) ->
                        rooms.to(arguments.get(0, String.class)).emit("said", arguments.get(1, String.class)));
        io.start();
        web = WebServer.builder()
                .port(port)
                .update(io::attachTo)
                .routing(io::register)
                .build()
                .start();
    }

    int port() {
        return web.port();
    }

    @Override
    public void close() {
        io.close();
        web.stop();
    }
}
