package io.chorale.app.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.app.accounts.User;
import io.chorale.app.accounts.UserSummary;
import io.chorale.app.channels.Channel;
import io.chorale.app.channels.ChannelEvents;
import io.chorale.websocket.socketio.Namespace;

/** Sends {@code events:channel} to the rooms of channels, on all replicas. Safe for use by many threads. */
final class ChannelBroadcast implements ChannelEvents {
    static final String EVENT = "events:channel";

    private final Namespace namespace;
    private final Outgoing outgoing;
    private final ObjectMapper mapper;

    ChannelBroadcast(Namespace namespace, Outgoing outgoing, ObjectMapper mapper) {
        this.namespace = namespace;
        this.outgoing = outgoing;
        this.mapper = mapper;
    }

    @Override
    public void created(Channel channel) {
        outgoing.send(() -> {
            var members = namespace.in(Rooms.allowedIn(channel));
            members.socketsJoin(Rooms.channel(channel.id()));
            ObjectNode event = mapper.createObjectNode();
            event.putObject("data").put("type", "channel:created");
            members.emit(EVENT, event);
        });
    }

    @Override
    public void updated(Channel channel) {
        String room = Rooms.channel(channel.id());
        String[] allowed = Rooms.allowedIn(channel);
        outgoing.send(() -> {
            namespace.in(room).except(allowed).socketsLeave(room);
            namespace.in(allowed).socketsJoin(room);
            namespace.in(room).emit(EVENT, aboutChannel("channel:updated", channel));
        });
    }

    @Override
    public void deleted(Channel channel) {
        String room = Rooms.channel(channel.id());
        outgoing.send(() -> {
            namespace.in(room).emit(EVENT, aboutChannel("channel:deleted", channel));
            namespace.in(room).socketsLeave(room);
        });
    }

    private ObjectNode aboutChannel(String type, Channel channel) {
        JsonNode tree = mapper.valueToTree(channel);
        ObjectNode event = mapper.createObjectNode();
        event.put("channel_id", channel.id());
        event.putNull("message_id");
        event.putObject("data").put("type", type).set("data", tree);
        event.set("channel", tree);
        return event;
    }

    @Override
    public boolean posted(Channel channel, String messageId, Object message, User author, Runnable appended) {
        ObjectNode event = aboutMessage(channel, "message", messageId, message, author);
        return outgoing.send(
                () -> namespace.in(Rooms.channel(channel.id())).emitOnce(messageId, appended, EVENT, event));
    }

    @Override
    public void message(Channel channel, String type, String messageId, Object message, User actor) {
        ObjectNode event = aboutMessage(channel, type, messageId, message, actor);
        outgoing.send(() -> namespace.in(Rooms.channel(channel.id())).emit(EVENT, event));
    }

    private ObjectNode aboutMessage(Channel channel, String type, String messageId, Object message, User actor) {
        ObjectNode event = mapper.createObjectNode();
        event.put("channel_id", channel.id());
        event.put("message_id", messageId);
        event.putObject("data").put("type", type).set("data", mapper.valueToTree(message));
        event.set("user", mapper.valueToTree(UserSummary.of(actor)));
        event.set("channel", mapper.valueToTree(channel));
        return event;
    }
}
