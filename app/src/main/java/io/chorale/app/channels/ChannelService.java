package io.chorale.app.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chorale.app.accounts.ChannelCreation;
import io.chorale.app.accounts.User;
import io.chorale.app.http.ApiException;
import io.helidon.http.Status;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes channels, and knows who may. Safe for use by many threads. */
final class ChannelService {
    private final Channels channels;
    private final ChannelCreation creation;
    private final MessageClock clock;
    private final ChannelEvents events;

    ChannelService(Channels channels, ChannelCreation creation, MessageClock clock, ChannelEvents events) {
        this.channels = channels;
        this.creation = creation;
        this.clock = clock;
        this.events = events;
    }

    /**
     * What people say about a channel.
     *
     * @param isPrivate with {@code userIds} the short form of an access control in which those read and write
     */
    record Form(
            String name,
            @Nullable String description,
            @Nullable JsonNode data,
            @Nullable JsonNode meta,
            @Nullable JsonNode accessControl,
            @Nullable Boolean isPrivate,
            @Nullable List<String> userIds) {}

    Channel create(User user, Form form) {
        if (!user.isAdmin() && !creation.isForEverybody()) {
            throw Limits.forbidden();
        }
        long now = clock.next();
        Channel channel = channel(UUID.randomUUID().toString(), user.id(), form, access(form), now, now);
        if (!channels.insert(channel)) {
            throw new ApiException(
                    Status.BAD_REQUEST_400,
                    "There are " + Channels.MOST + " channels already, and no more can be made. Delete unused ones.");
        }
        events.created(channel);
        return channel;
    }

    Channel update(User user, String id, Form form) {
        Channel before = manageable(user, id);
        Channel after = channel(id, before.userId(), form, access(form), before.createdAt(), clock.next());
        if (!channels.update(after)) {
            throw Limits.notFound();
        }
        events.updated(after);
        return after;
    }

    void delete(User user, String id) {
        Channel channel = manageable(user, id);
        if (!channels.delete(id)) {
            throw Limits.notFound();
        }
        events.deleted(channel);
    }

    Channel readable(User user, String id) {
        Channel channel = channels.find(id).orElseThrow(Limits::notFound);
        if (!channel.mayRead(user)) {
            throw Limits.forbidden();
        }
        return channel;
    }

    Channel writable(User user, String id) {
        Channel channel = channels.find(id).orElseThrow(Limits::notFound);
        if (!channel.mayWrite(user)) {
            throw Limits.forbidden();
        }
        return channel;
    }

    private Channel manageable(User user, String id) {
        Channel channel = readable(user, id);
        if (!channel.mayManage(user)) {
            throw Limits.forbidden();
        }
        return channel;
    }

    private static Channel channel(
            String id, String owner, Form form, @Nullable JsonNode access, long createdAt, long updatedAt) {
        return new Channel(
                id,
                owner,
                null,
                Limits.channelName(form.name()),
                Limits.atMost(Limits.DESCRIPTION, "description", form.description()),
                Limits.object("data", form.data()),
                Limits.object("meta", form.meta()),
                access,
                createdAt,
                updatedAt);
    }

    private static @Nullable JsonNode access(Form form) {
        JsonNode given = Limits.object("access_control", form.accessControl());
        if (given != null || !Boolean.TRUE.equals(form.isPrivate())) {
            return given;
        }
        List<String> members = form.userIds() == null ? List.of() : form.userIds();
        ObjectNode access = JsonNodeFactory.instance.objectNode();
        access.set("read", right(members));
        access.set("write", right(members));
        return Limits.object("access_control", access);
    }

    private static ObjectNode right(List<String> members) {
        ObjectNode right = JsonNodeFactory.instance.objectNode();
        right.putArray("group_ids");
        members.forEach(right.putArray("user_ids")::add);
        return right;
    }
}
