package io.chorale.app.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.accounts.User;
import io.chorale.app.channels.Reactions.Reaction;
import io.chorale.app.database.SqlErrors;
import io.chorale.app.http.ApiException;
import io.chorale.app.http.FieldProblem;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Reads, posts and changes messages, and knows who may. Safe for use by many threads. */
final class MessageService {
    private final ChannelService channels;
    private final Messages messages;
    private final Reactions reactions;
    private final MessageViews views;
    private final MessageClock clock;
    private final ChannelEvents events;
    private final UntoldMessages untold;

    MessageService(
            ChannelService channels,
            Messages messages,
            Reactions reactions,
            MessageViews views,
            MessageClock clock,
            ChannelEvents events,
            UntoldMessages untold) {
        this.channels = channels;
        this.messages = messages;
        this.reactions = reactions;
        this.views = views;
        this.clock = clock;
        this.events = events;
        this.untold = untold;
    }

    /**
     * What an author posts.
     *
     * @param tempId the page's own id for it: posted again under the same one, it is the same message
     */
    record PostForm(
            String content,
            @Nullable String replyToId,
            @Nullable String parentId,
            @Nullable JsonNode data,
            @Nullable JsonNode meta,
            @Nullable String tempId) {}

    record UpdateForm(
            String content,
            @Nullable JsonNode data,
            @Nullable JsonNode meta) {}

    List<MessageView> page(User user, String channelId, int skip, int limit) {
        channels.readable(user, channelId);
        return views.of(messages.page(channelId, skip, limit));
    }

    /** Replies, newest first, with the root at the end when there is room for it. */
    List<MessageView> thread(User user, String channelId, String rootId, int skip, int limit) {
        channels.readable(user, channelId);
        Message root = inChannel(channelId, rootId);
        List<Message> page = new ArrayList<>(messages.thread(rootId, skip, limit));
        if (page.size() < limit) {
            page.add(root);
        }
        return views.of(page);
    }

    MessageView one(User user, String channelId, String id) {
        channels.readable(user, channelId);
        return views.of(inChannel(channelId, id));
    }

    MessageView post(User author, String channelId, PostForm form) {
        Channel channel = channels.writable(author, channelId);
        Message message = checked(author, channelId, form);
        Messages.Posted posted = insert(message);
        MessageView view = views.of(posted.message()).withTempId(form.tempId());
        if (posted.fresh()) {
            untold.tell(channel, view, author);
            tellThread(channel, posted.message(), author);
        }
        return view;
    }

    private Message checked(User author, String channelId, PostForm form) {
        JsonNode data = Limits.object("data", form.data());
        if (form.content().isBlank() && (data == null || data.path("files").isEmpty())) {
            throw ApiException.invalid(FieldProblem.inBody("content", "A message must not be empty"));
        }
        if (form.parentId() != null && inChannel(channelId, form.parentId()).parentId() != null) {
            throw new ApiException(Status.BAD_REQUEST_400, "A reply in a thread is no thread of its own.");
        }
        if (form.replyToId() != null) {
            inChannel(channelId, form.replyToId());
        }
        long now = clock.next();
        return new Message(
                UUID.randomUUID().toString(),
                channelId,
                author.id(),
                Limits.atMost(Limits.ID, "temp_id", form.tempId()),
                form.replyToId(),
                form.parentId(),
                Limits.content(form.content()),
                data,
                Limits.object("meta", form.meta()),
                now,
                now);
    }

    private Messages.Posted insert(Message message) {
        try {
            return messages.insert(message);
        } catch (JdbiException e) {
            throw SqlErrors.isOrphan(e) ? Limits.notFound() : e; // channel or thread was deleted meanwhile
        }
    }

    MessageView update(User user, String channelId, String id, UpdateForm form) {
        Channel channel = channels.readable(user, channelId);
        Message before = inChannel(channelId, id);
        if (!user.isAdmin() && !before.userId().equals(user.id())) {
            throw Limits.forbidden();
        }
        Message after = new Message(
                id,
                channelId,
                before.userId(),
                before.tempId(),
                before.replyToId(),
                before.parentId(),
                Limits.content(form.content()),
                Limits.merged("data", before.data(), form.data()),
                Limits.merged("meta", before.meta(), form.meta()),
                before.createdAt(),
                clock.next());
        if (!messages.update(after)) {
            throw Limits.notFound();
        }
        MessageView view = views.of(after);
        events.message(channel, "message:update", id, view, user);
        return view;
    }

    void delete(User user, String channelId, String id) {
        Channel channel = channels.readable(user, channelId);
        Message message = inChannel(channelId, id);
        if (!channel.mayManage(user) && !message.userId().equals(user.id())) {
            throw Limits.forbidden();
        }
        MessageView view = views.of(message);
        if (!messages.delete(id)) {
            throw Limits.notFound();
        }
        events.message(channel, "message:delete", id, view, user);
        tellThread(channel, message, user);
    }

    void react(User user, String channelId, String id, String name) {
        Channel channel = channels.writable(user, channelId);
        Message message = inChannel(channelId, id);
        Reaction reaction = reaction(user, id, name);
        long others = reactions.of(List.of(id)).getOrDefault(id, List.of()).stream()
                .map(Reaction::name)
                .filter(other -> !other.equals(name))
                .distinct()
                .count();
        if (others >= Limits.REACTIONS_OF_A_MESSAGE) {
            throw new ApiException(
                    Status.BAD_REQUEST_400,
                    "A message has at most " + Limits.REACTIONS_OF_A_MESSAGE + " different reactions.");
        }
        try {
            if (reactions.add(reaction, clock.next())) {
                tellReaction(channel, "message:reaction:add", message, name, user);
            }
        } catch (JdbiException e) {
            throw SqlErrors.isOrphan(e) ? Limits.notFound() : e;
        }
    }

    void takeBack(User user, String channelId, String id, String name) {
        Channel channel = channels.writable(user, channelId);
        Message message = inChannel(channelId, id);
        if (reactions.remove(reaction(user, id, name))) {
            tellReaction(channel, "message:reaction:remove", message, name, user);
        }
    }

    private static Reaction reaction(User user, String messageId, String name) {
        if (name.isBlank()) {
            throw ApiException.invalid(FieldProblem.inBody("name", "A reaction must not be empty"));
        }
        Limits.atMost(Limits.REACTION, "name", name);
        return new Reaction(messageId, name, user.id());
    }

    private void tellReaction(Channel channel, String type, Message message, String name, User user) {
        events.message(channel, type, message.id(), views.of(message).aboutReaction(name), user);
    }

    /** A thread has one reply more or less: its root is shown with another count. */
    private void tellThread(Channel channel, Message reply, User actor) {
        if (reply.parentId() != null) {
            messages.find(reply.parentId())
                    .ifPresent(root -> events.message(channel, "message:reply", root.id(), views.of(root), actor));
        }
    }

    private Message inChannel(String channelId, String id) {
        Message message = messages.find(id).orElseThrow(Limits::notFound);
        if (!message.channelId().equals(channelId)) {
            throw Limits.wrong();
        }
        return message;
    }
}
