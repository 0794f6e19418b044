package io.chorale.bench.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A server that can be measured. */
public enum Peer {
    CHORALE("Chorale", true),
    NODE("Node socket.io", true),
    NETTY("netty-socketio", true),
    PYTHON("python-socketio", true),
    /** Not a server but the least that one in Java could do: a single node that writes prebuilt frames. */
    FLOOR("NIO floor", false);

    /** As {@code ./chorale} starts the server. */
    private static final List<String> CHORALE_FLAGS = List.of("-XX:+UseCompactObjectHeaders");

    private final String title;
    private final boolean clusters;

    Peer(String title, boolean clusters) {
        this.title = title;
        this.clusters = clusters;
    }

    public String title() {
        return title;
    }

    /** Can several of them share a Redis? */
    public boolean clusters() {
        return clusters;
    }

    public static Peer of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** @param work where {@link PeerInstaller} put the peers that are not Java */
    List<String> command(Path work, int port, Optional<String> redis) {
        List<String> command = new ArrayList<>(
                switch (this) {
                    case CHORALE -> java(CHORALE_FLAGS, ChoralePeer.class);
                    case NETTY -> java(List.of(), NettyPeer.class);
                    case FLOOR -> java(List.of(), FloorPeer.class);
                    case NODE -> List.of("node", work.resolve("node/server.js").toString());
                    case PYTHON ->
                        List.of(
                                "/usr/bin/python3",
                                work.resolve("python/server.py").toString());
                });
        command.add(Integer.toString(port));
        redis.ifPresent(command::add);
        return command;
    }

    private static List<String> java(List<String> flags, Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }
}
