package io.chorale.app.channels;

import io.chorale.app.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The table of reactions: one per message, name and account. Safe for use by many threads. */
final class Reactions {
    private final Database database;

    Reactions(Database database) {
        this.database = database;
    }

    record Reaction(String messageId, String name, String userId) {}

    /** Oldest first, by message. */
    Map<String, List<Reaction>> of(Collection<String> messages) {
        if (messages.isEmpty()) {
            return Map.of();
        }
        return database.read(handle -> handle.createQuery("SELECT message_id, name, user_id FROM reactions"
                        + " WHERE message_id IN (<messages>) ORDER BY created_at, user_id, name")
                .bindList("messages", List.copyOf(messages))
                .map((row, context) ->
                        new Reaction(row.getString("message_id"), row.getString("name"), row.getString("user_id")))
                .collect(Collectors.groupingBy(Reaction::messageId)));
    }

    /** @return false when it was there already */
    boolean add(Reaction reaction, long now) {
        return database.write(handle -> handle.createUpdate("INSERT INTO reactions (message_id, name, user_id,"
                                + " created_at) VALUES (:messageId, :name, :userId, :now) ON CONFLICT DO NOTHING")
                        .bind("messageId", reaction.messageId())
                        .bind("name", reaction.name())
                        .bind("userId", reaction.userId())
                        .bind("now", now)
                        .execute())
                > 0;
    }

    /** @return false when it was not there */
    boolean remove(Reaction reaction) {
        return database.write(handle -> handle.createUpdate("DELETE FROM reactions WHERE message_id = :messageId"
                                + " AND name = :name AND user_id = :userId")
                        .bind("messageId", reaction.messageId())
                        .bind("name", reaction.name())
                        .bind("userId", reaction.userId())
                        .execute())
                > 0;
    }
}
