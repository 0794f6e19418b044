package io.chorale.app.realtime;

import io.chorale.app.accounts.User;
import io.chorale.session.SessionKey;
import io.chorale.websocket.socketio.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Who is behind the sockets of this replica. Safe for use by many threads. */
final class People {
    private final Map<Socket, Person> people = new ConcurrentHashMap<>();
    private final ConnectedPeople connected;

    /** @param connected is told of each change */
    People(ConnectedPeople connected) {
        this.connected = connected;
    }

    record Person(String userId, SessionKey session) {}

    void put(Socket socket, Person person, User user) {
        people.put(socket, person);
        connected.here(socket, user);
    }

    void remove(Socket socket) {
        if (people.remove(socket) != null) {
            connected.gone(socket);
        }
    }

    Optional<Person> behind(Socket socket) {
        return Optional.ofNullable(people.get(socket));
    }

    List<Socket> of(SessionKey session) {
        return people.entrySet().stream()
                .filter(entry -> entry.getValue().session().equals(session))
                .map(Map.Entry::getKey)
                .toList();
    }

    Set<SessionKey> sessions() {
        return people.values().stream().map(Person::session).collect(Collectors.toSet());
    }
}
