package io.chorale.app.realtime;

import com.fasterxml.jackson.databind.node.TextNode;
import io.chorale.app.accounts.Activity;
import io.chorale.app.accounts.User;
import io.chorale.app.accounts.Users;
import io.chorale.websocket.socketio.Ack;
import io.chorale.websocket.socketio.Arguments;
import io.chorale.websocket.socketio.Namespace;
import io.chorale.websocket.socketio.Socket;
import java.util.Map;
import java.util.Optional;

/** The events that clients send. Safe for use by many threads. */
final class SocketEvents {
    private final Entrance entrance;
    private final Tokens tokens;
    private final People people;
    private final Users users;
    private final Activity activity;
    private final ConnectedPeople connected;
    private final ChannelSignals signals;

    SocketEvents(
            Entrance entrance,
            Tokens tokens,
            People people,
            Users users,
            Activity activity,
            ConnectedPeople connected,
            ChannelSignals signals) {
        this.entrance = entrance;
        this.tokens = tokens;
        this.people = people;
        this.users = users;
        this.activity = activity;
        this.connected = connected;
        this.signals = signals;
    }

    void addTo(Namespace namespace) {
        namespace
                .onConnect(this::connected)
                .onDisconnect((socket, reason) -> people.remove(socket))
                .on("user-join", this::join)
                .on("join-channels", this::join)
                .on("heartbeat", (socket, arguments, ack) -> heartbeat(socket))
                .on("usage", (socket, arguments, ack) -> usage(socket, arguments))
                .on(ChannelBroadcast.EVENT, (socket, arguments, ack) -> signals.receive(socket, arguments.tree(0)));
    }

    private void connected(Socket socket) {
        if (socket.recovered() && entrance.reenter(socket).isPresent()) {
            return;
        }
        tokens.of(socket).ifPresent(token -> entrance.enter(socket, token));
    }

    /** Unanswered when the session store is away: an empty answer would say that the token is worth nothing. */
    private void join(Socket socket, Arguments arguments, Ack ack) {
        Optional<User> user = Tokens.in(arguments.tree(0).path("auth")).flatMap(token -> entrance.enter(socket, token));
        if (user.isPresent()) {
            activity.seen(user.get());
            ack.send(Map.of("id", user.get().id(), "name", user.get().name()));
        } else {
            ack.send();
        }
    }

    private void heartbeat(Socket socket) {
        people.behind(socket).flatMap(person -> users.find(person.userId())).ifPresent(user -> {
            activity.seen(user);
            connected.here(socket, user);
            if (people.behind(socket).isEmpty()) {
                connected.gone(socket); // left meanwhile
            }
        });
    }

    /** Pages say it each second while a model answers them. */
    private void usage(Socket socket, Arguments arguments) {
        if (arguments.tree(0).path("model") instanceof TextNode model
                && people.behind(socket).isPresent()) {
            connected.uses(socket, model.textValue());
        }
    }
}
