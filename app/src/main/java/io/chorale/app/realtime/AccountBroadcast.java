package io.chorale.app.realtime;

import io.chorale.app.accounts.AccountListener;
import io.chorale.app.accounts.User;
import io.chorale.app.channels.Channel;
import io.chorale.app.channels.Channels;
import io.chorale.session.SessionKey;
import io.chorale.websocket.socketio.Namespace;
import java.util.ArrayList;
import java.util.List;

/** Moves the open sockets of an account to the rooms of its new role, on all replicas. Safe for use by many threads. */
final class AccountBroadcast implements AccountListener {
    private final Namespace namespace;
    private final Channels channels;
    private final Outgoing outgoing;

    AccountBroadcast(Namespace namespace, Channels channels, Outgoing outgoing) {
        this.namespace = namespace;
        this.channels = channels;
        this.outgoing = outgoing;
    }

    @Override
    public void changed(User user) {
        List<String> in = new ArrayList<>(List.of(Rooms.ofAccount(user)));
        List<String> out = new ArrayList<>(List.of(Rooms.MEMBERS, Rooms.ADMINS));
        for (Channel channel : channels.all()) {
            (channel.mayRead(user) ? in : out).add(Rooms.channel(channel.id()));
        }
        out.removeAll(in);
        outgoing.send(() -> {
            var sockets = namespace.in(Rooms.user(user.id()));
            if (!out.isEmpty()) {
                sockets.socketsLeave(out.toArray(String[]::new));
            }
            sockets.socketsJoin(in.toArray(String[]::new));
        });
    }

    @Override
    public void keyEnded(SessionKey hash) {
        outgoing.send(() -> namespace.in(Rooms.session(hash)).disconnectSockets(true));
    }

    /** Its sessions have ended, which ends its sockets; this is for those of a session that could not be announced. */
    @Override
    public void deleted(User user) {
        List<String> out = new ArrayList<>(List.of(Rooms.MEMBERS, Rooms.ADMINS));
        out.addAll(List.of(Rooms.channels(channels.all())));
        outgoing.send(() -> namespace.in(Rooms.user(user.id())).socketsLeave(out.toArray(String[]::new)));
    }
}
