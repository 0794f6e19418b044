package io.chorale.app.channels;

import io.chorale.app.accounts.User;
import io.chorale.app.accounts.UserSummary;
import io.chorale.app.accounts.Users;
import io.chorale.app.channels.MessageView.Person;
import io.chorale.app.channels.MessageView.QuotedMessage;
import io.chorale.app.channels.MessageView.ReactionView;
import io.chorale.app.channels.Reactions.Reaction;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds authors, quotes, threads and reactions to messages: four questions for a page of any length. Thread-safe. */
final class MessageViews {
    /** Names beside a reaction; the ids are all there. */
    private static final int PEOPLE = 100;

    private final Users users;
    private final Messages messages;
    private final Reactions reactions;

    MessageViews(Users users, Messages messages, Reactions reactions) {
        this.users = users;
        this.messages = messages;
        this.reactions = reactions;
    }

    MessageView of(Message message) {
        return of(List.of(message)).getFirst();
    }

    List<MessageView> of(List<Message> page) {
        List<String> ids = page.stream().map(Message::id).toList();
        Map<String, Message> quoted = messages.findAll(
                page.stream().map(Message::replyToId).filter(Objects::nonNull).collect(Collectors.toSet()));
        Map<String, List<Reaction>> reacted = reactions.of(ids);
        Map<String, Messages.Replies> replies = messages.replies(ids);
        Map<String, User> people = users.findAll(peopleIn(page, quoted, reacted));
        return page.stream()
                .map(message -> view(
                        message,
                        message.replyToId() == null ? null : quoted.get(message.replyToId()),
                        replies.getOrDefault(message.id(), Messages.Replies.NONE),
                        reacted.getOrDefault(message.id(), List.of()),
                        people))
                .toList();
    }

    private static Set<String> peopleIn(
            List<Message> page, Map<String, Message> quoted, Map<String, List<Reaction>> reacted) {
        Set<String> ids = new HashSet<>();
        page.forEach(message -> ids.add(message.userId()));
        quoted.values().forEach(message -> ids.add(message.userId()));
        reacted.values()
                .forEach(all -> byName(all)
                        .values()
                        .forEach(same -> same.stream().limit(PEOPLE).forEach(reaction -> ids.add(reaction.userId()))));
        return ids;
    }

    private static MessageView view(
            Message message,
            @Nullable Message quoted,
            Messages.Replies replies,
            List<Reaction> reacted,
            Map<String, User> people) {
        return new MessageView(
                message.id(),
                message.userId(),
                message.channelId(),
                message.replyToId(),
                message.parentId(),
                message.content(),
                message.data(),
                message.meta(),
                message.createdAt(),
                message.updatedAt(),
                summary(message.userId(), people),
                quoted == null ? null : QuotedMessage.of(quoted, summary(quoted.userId(), people)),
                replies.count() == 0 ? null : replies.latestAt(),
                replies.count(),
                reactionViews(reacted, people),
                null,
                null);
    }

    private static List<ReactionView> reactionViews(List<Reaction> reacted, Map<String, User> people) {
        return byName(reacted).entrySet().stream()
                .map(entry -> {
                    List<String> ids =
                            entry.getValue().stream().map(Reaction::userId).toList();
                    List<Person> known = ids.stream()
                            .limit(PEOPLE)
                            .map(id -> new Person(id, summary(id, people).name()))
                            .toList();
                    return new ReactionView(entry.getKey(), ids, known, ids.size());
                })
                .toList();
    }

    private static Map<String, List<Reaction>> byName(List<Reaction> reacted) {
        return reacted.stream().collect(Collectors.groupingBy(Reaction::name, LinkedHashMap::new, Collectors.toList()));
    }

    private static UserSummary summary(String id, Map<String, User> people) {
        User user = people.get(id);
        return user == null ? UserSummary.ofDeleted(id) : UserSummary.of(user);
    }
}
