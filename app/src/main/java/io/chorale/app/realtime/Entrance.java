package io.chorale.app.realtime;

import io.chorale.app.accounts.ApiKeys;
import io.chorale.app.accounts.User;
import io.chorale.app.accounts.Users;
import io.chorale.app.channels.Channels;
import io.chorale.app.realtime.People.Person;
import io.chorale.session.SessionKey;
import io.chorale.session.Sessions;
import io.chorale.websocket.socketio.Socket;
import java.util.Optional;

/**
 * Lets sockets into the rooms of whoever is behind them, and out again. A socket that shows no valid token stays
 * connected and without rights: it may show one later. Safe for use by many threads.
 */
final class Entrance {
    private static final String USER = "user";
    private static final String SESSION = "session";

    private final Sessions sessions;
    private final Users users;
    private final ApiKeys keys;
    private final Channels channels;
    private final People people;

    Entrance(Sessions sessions, Users users, ApiKeys keys, Channels channels, People people) {
        this.sessions = sessions;
        this.users = users;
        this.keys = keys;
        this.channels = channels;
        this.people = people;
    }

    /**
     * Becomes the user of the token.
     *
     * @return empty when the token is worth nothing; the socket has no rights then
     * @throws io.chorale.session.SessionStoreUnavailableException when nobody can tell; nothing is changed
     */
    Optional<User> enter(Socket socket, String token) {
        Optional<User> user = sessions.find(token)
                .flatMap(session -> admit(socket, session.key(), session.userId()))
                .or(() -> keys.find(token).flatMap(owner -> admit(socket, SessionKey.ofToken(token), owner.id())));
        if (user.isEmpty()) {
            leave(socket);
        }
        return user;
    }

    /** A client that came back has its rooms already. Does its sign-in still live? */
    Optional<User> reenter(Socket socket) {
        Optional<User> user = socket.data()
                .get(SESSION, String.class)
                .map(SessionKey::new)
                .flatMap(key -> userOf(key).flatMap(owner -> admit(socket, key, owner.id())));
        if (user.isEmpty()) {
            leave(socket);
        }
        return user;
    }

    private Optional<User> admit(Socket socket, SessionKey session, String userId) {
        Optional<User> found = users.find(userId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Person person = new Person(userId, session);
        boolean somebodyElse =
                people.behind(socket).filter(before -> !before.equals(person)).isPresent();
        if (somebodyElse) {
            leave(socket);
        }
        socket.data().put(USER, userId);
        socket.data().put(SESSION, session.value());
        people.put(socket, person, found.get());
        // First these rooms: a channel that is made after the list was read comes to them.
        socket.join(Rooms.session(session));
        socket.join(Rooms.ofAccount(found.get()));
        socket.join(Rooms.channels(channels.readableBy(found.get())));
        if (!socket.connected()) {
            people.remove(socket); // gone meanwhile, when there was nothing to remove
        }
        // Signed out meanwhile, when there was nobody here whom that could have concerned?
        return isLive(session) ? found : Optional.empty();
    }

    /** Takes all rights away. */
    void leave(Socket socket) {
        people.remove(socket);
        socket.data().remove(USER);
        socket.data().remove(SESSION);
        socket.leave(socket.rooms().stream()
                .filter(room -> !room.equals(socket.id()))
                .toArray(String[]::new));
    }

    /** Takes all rights away and lets the client notice: it comes back at once, as a stranger. */
    void sendOut(Socket socket) {
        leave(socket);
        socket.closeConnection();
    }

    /** Does the sign-in live, and its account too? */
    boolean isLive(SessionKey session) {
        return userOf(session).isPresent();
    }

    /** Sockets that showed an API key are known by its hash in the place of a session. */
    private Optional<User> userOf(SessionKey session) {
        return sessions.find(session).flatMap(live -> users.find(live.userId())).or(() -> keys.find(session));
    }
}
