package io.chorale.websocket.socketio;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces there are: fixed ones for good, dynamic ones as long as somebody is in them. Reading takes no lock;
 * making and dropping is serialised. Names come from clients, so they are only compared, never interpreted.
 */
final class Namespaces {
    private record Dynamic(Predicate<String> names, Consumer<Namespace> setup) {}

    private final ServerParts server;
    private final Map<String, Namespace> byName = new ConcurrentHashMap<>();
    private final List<Dynamic> dynamics = new ArrayList<>();
    /** Sockets in each dynamic namespace, those that are connecting included. */
    private final Map<Namespace, Integer> users = new HashMap<>();

    Namespaces(ServerParts server) {
        this.server = server;
    }

    synchronized Namespace fixed(String name) {
        if (!name.startsWith("/") || name.contains(",")) {
            throw new IllegalArgumentException("The namespace \"" + name + "\" cannot be named by a client: "
                    + "names start with a slash and have no comma.");
        }
        Namespace namespace = byName.computeIfAbsent(name, absent -> new Namespace(absent, server, this));
        users.remove(namespace); // fixed from now on, if it was not before
        return namespace;
    }

    synchronized void dynamic(Predicate<String> names, Consumer<Namespace> setup) {
        dynamics.add(new Dynamic(names, setup));
    }

    @Nullable
    Namespace find(String name) {
        return byName.get(name);
    }

    Collection<Namespace> all() {
        return List.copyOf(byName.values());
    }

    /** The namespace for a socket that wants to join it, to be given back with {@link #release}. */
    synchronized @Nullable Namespace acquire(String name) {
        Namespace namespace = byName.get(name);
        if (namespace == null) {
            namespace = make(name);
        }
        if (namespace != null) {
            users.computeIfPresent(namespace, (same, count) -> count + 1);
        }
        return namespace;
    }

    private @Nullable Namespace make(String name) {
        for (Dynamic dynamic : dynamics) {
            if (dynamic.names().test(name)) {
                Namespace namespace = new Namespace(name, server, this);
                dynamic.setup().accept(namespace);
                byName.put(name, namespace);
                users.put(namespace, 0);
                return namespace;
            }
        }
        return null;
    }

    synchronized void release(Namespace namespace) {
        Integer left = users.computeIfPresent(namespace, (same, count) -> count - 1);
        if (left != null && left == 0) {
            users.remove(namespace);
            byName.remove(namespace.name(), namespace);
        }
    }
}
