package io.chorale.app.realtime;

import io.chorale.app.accounts.User;
import io.chorale.app.channels.Channel;
import io.chorale.session.SessionKey;
import java.util.ArrayList;
import java.util.List;

/** The names of rooms; {@code user:} and {@code channel:} are those that other servers of the kind use. */
final class Rooms {
    /** Everybody whom an administrator has let in. */
    static final String MEMBERS = "members";

    static final String ADMINS = "admins";

    private Rooms() {}

    static String user(String id) {
        return "user:" + id;
    }

    static String channel(String id) {
        return "channel:" + id;
    }

    /** All sockets of one sign-in; the key is no secret, the token cannot be found from it. */
    static String session(SessionKey key) {
        return "session:" + key.value();
    }

    /** Those that an account is in whatever channels there are. */
    static String[] ofAccount(User user) {
        List<String> rooms = new ArrayList<>(List.of(user(user.id())));
        if (user.isVerified()) {
            rooms.add(MEMBERS);
        }
        if (user.isAdmin()) {
            rooms.add(ADMINS);
        }
        return rooms.toArray(String[]::new);
    }

    /** Those whose sockets belong into a channel. */
    static String[] allowedIn(Channel channel) {
        return channel.members()
                .map(members -> {
                    List<String> rooms = new ArrayList<>(List.of(ADMINS));
                    members.forEach(id -> rooms.add(user(id)));
                    return rooms.toArray(String[]::new);
                })
                .orElseGet(() -> new String[] {MEMBERS});
    }

    static String[] channels(List<Channel> channels) {
        return channels.stream().map(channel -> channel(channel.id())).toArray(String[]::new);
    }
}
