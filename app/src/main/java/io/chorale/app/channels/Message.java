package io.chorale.app.channels;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A message as the database has it. Immutable.
 *
 * @param tempId the id that the author's page gave it, or null
 * @param replyToId the message that it answers, shown above it
 * @param parentId the root of the thread that it stands in; null in the channel itself
 * @param createdAt epoch nanoseconds, like the other one
 */
record Message(
        String id,
        String channelId,
        String userId,
        @Nullable String tempId,
        @Nullable String replyToId,
        @Nullable String parentId,
        String content,
        @Nullable JsonNode data,
        @Nullable JsonNode meta,
        long createdAt,
        long updatedAt) {}
