package io.chorale.bench.peer;

import io.chorale.config.ConfigurationLoader;
import io.chorale.config.Settings;
import io.chorale.websocket.cluster.ClusterManagerProvider;
import io.chorale.websocket.engineio.EngineOptions;
import io.chorale.websocket.socketio.Namespace;
import io.chorale.websocket.socketio.SocketIoLimits;
import io.chorale.websocket.socketio.SocketIoServer;
import io.helidon.webserver.WebServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** The tiny app on Chorale's Socket.IO server: {@code ChoralePeer PORT [REDIS_URL]}. */
public final class ChoralePeer {
    private ChoralePeer() {}

    public static void main(String... arguments) {
        int port = Integer.parseInt(arguments[0]);
        SocketIoServer.Builder builder = SocketIoServer.builder()
                .engine(EngineOptions.builder()
                        .pingTimeout(Duration.ofMinutes(1))
                        .build());
        // The peers have no such limit, and the load generator asks as fast as it is answered.
        builder.limits(SocketIoLimits.builder().eventsPerSecond(0).build());
        if (arguments.length > 1) {
            builder.cluster(provider().create(settings(arguments[1])));
        }
        SocketIoServer io = builder.build();
        Namespace root = io.namespace("/");
        root.on("join", String.class, (socket, room, ack) -> {
            socket.join(room);
            ack.send(room);
        });
        root.on("echo", String.class, (socket, text, ack) -> ack.send(text));
        root.on("broadcast", String.class, (socket, text, ack) -> root.to("r").emit("message", text));
        io.start();
        WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .update(io::attachTo)
                .routing(io::register)
                .build()
                .start();
        System.out.println("ready");
    }

    private static ClusterManagerProvider provider() {
        return ServiceLoader.load(ClusterManagerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("redis"))
                .findFirst()
                .orElseThrow();
    }

    private static Settings settings(String redisUrl) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("REDIS_URL", redisUrl);
        environment.put("WEBSOCKET_MANAGER", "redis");
        return new ConfigurationLoader(environment, Path.of(""), Set.of("memory", "redis"), false)
                .load(List.of(), Optional.empty())
                .settings();
    }
}
