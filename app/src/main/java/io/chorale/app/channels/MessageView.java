package io.chorale.app.channels;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.accounts.UserSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as pages get it, in answers and events. Reactions have both lists that pages of different ages look for.
 *
 * @param tempId only where the author's page waits for it
 * @param name the reaction that an event is about
 */
record MessageView(
        String id,
        String userId,
        String channelId,
        @Nullable String replyToId,
        @Nullable String parentId,
        String content,
        @Nullable JsonNode data,
        @Nullable JsonNode meta,
        long createdAt,
        long updatedAt,
        UserSummary user,
        @Nullable QuotedMessage replyToMessage,
        @Nullable Long latestReplyAt,
        long replyCount,
        List<ReactionView> reactions,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String tempId,

        @JsonProperty("name") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String reaction) {

    record ReactionView(String name, List<String> userIds, List<Person> users, int count) {}

    record Person(String id, String name) {}

    /** The message that is answered, without what it answers itself. */
    record QuotedMessage(
            String id,
            String userId,
            String channelId,
            @Nullable String replyToId,
            @Nullable String parentId,
            String content,
            @Nullable JsonNode data,
            @Nullable JsonNode meta,
            long createdAt,
            long updatedAt,
            UserSummary user) {

        static QuotedMessage of(Message message, UserSummary user) {
            return new QuotedMessage(
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
                    user);
        }
    }

    MessageView withTempId(@Nullable String id) {
        return with(id, reaction);
    }

    MessageView aboutReaction(String name) {
        return with(tempId, name);
    }

    private MessageView with(@Nullable String newTempId, @Nullable String newReaction) {
        return new MessageView(
                id,
                userId,
                channelId,
                replyToId,
                parentId,
                content,
                data,
                meta,
                createdAt,
                updatedAt,
                user,
                replyToMessage,
                latestReplyAt,
                replyCount,
                reactions,
                newTempId,
                newReaction);
    }
}
