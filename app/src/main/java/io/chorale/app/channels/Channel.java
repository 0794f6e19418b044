package io.chorale.app.channels;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.accounts.User;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the contract shows it. Immutable.
 *
 * @param userId owner
 * @param type null: the only kind there is
 * @param accessControl null: everybody reads and writes
 * @param createdAt epoch nanoseconds, like the other one
 */
public record Channel(
        String id,
        String userId,
        @Nullable String type,
        String name,
        @Nullable String description,
        @Nullable JsonNode data,
        @Nullable JsonNode meta,
        @Nullable JsonNode accessControl,
        long createdAt,
        long updatedAt) {

    private AccessControl access() {
        return AccessControl.of(userId, accessControl);
    }

    public boolean mayRead(User user) {
        return access().mayRead(user);
    }

    boolean mayWrite(User user) {
        return access().mayWrite(user);
    }

    /** May change it, delete it, and delete what others wrote in it. */
    boolean mayManage(User user) {
        return user.isAdmin() || user.isVerified() && userId.equals(user.id());
    }

    /** The accounts besides administrators that see it, or empty when it is everybody. */
    @JsonIgnore
    public Optional<Set<String>> members() {
        return access().members();
    }
}
