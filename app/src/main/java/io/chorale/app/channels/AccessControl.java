package io.chorale.app.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.chorale.app.accounts.User;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may see a channel and who may write in it. Null means everybody; otherwise lists of accounts (there are no groups).
 * Who may write may read. Administrators and the owner may do both. Immutable.
 */
record AccessControl(boolean everybody, String owner, Set<String> readers, Set<String> writers) {

    static AccessControl of(String owner, @Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return new AccessControl(true, owner, Set.of(), Set.of());
        }
        return new AccessControl(false, owner, users(json.path("read")), users(json.path("write")));
    }

    private static Set<String> users(JsonNode right) {
        Set<String> ids = new HashSet<>();
        right.path("user_ids").forEach(id -> ids.add(id.asText()));
        return Set.copyOf(ids);
    }

    boolean mayRead(User user) {
        return mayWrite(user) || user.isVerified() && readers.contains(user.id());
    }

    boolean mayWrite(User user) {
        return user.isAdmin()
                || user.isVerified() && (everybody || owner.equals(user.id()) || writers.contains(user.id()));
    }

    /** The accounts besides administrators that see the channel, or empty when it is everybody. */
    Optional<Set<String>> members() {
        if (everybody) {
            return Optional.empty();
        }
        Set<String> members = new HashSet<>(readers);
        members.addAll(writers);
        members.add(owner);
        return Optional.of(Set.copyOf(members));
    }
}
