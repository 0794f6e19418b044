package io.chorale.app.accounts;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.chorale.app.settings.Author;
import io.chorale.app.settings.LiveCatalogue;
import io.chorale.app.settings.LiveSettings;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * May people make accounts, and with which role? ENABLE_SIGNUP, a live setting, which switches itself off with the first
 * account unless somebody has said what it shall be; the first account can always be made.
 */
final class SignUpRule {
    private final LiveSettings settings;
    private final Users users;

    SignUpRule(LiveSettings settings, Users users) {
        this.settings = settings;
        this.users = users;
    }

    /** For this moment; {@link #isOpenAfterFirst} decides inside of the transaction. */
    boolean isOpen() {
        return settings.get(LiveCatalogue.LOGIN_FORM) && (settings.get(LiveCatalogue.SIGNUP) || users.count() == 0);
    }

    /** When there are accounts already; as the database has it, since another replica may have just closed it. */
    boolean isOpenAfterFirst(Handle handle) {
        return settings.within(handle).get(LiveCatalogue.SIGNUP);
    }

    /** In the transaction that makes the first account; all replicas hear of it when {@link #closed} is called after it. */
    void closeAfterFirst(Handle handle) {
        if (settings.within(handle).revision(LiveCatalogue.SIGNUP) == 0) {
            settings.saveWithin(
                    handle,
                    Author.SERVER,
                    "the first account was made",
                    Map.of(LiveCatalogue.SIGNUP.name(), Optional.of(BooleanNode.FALSE)));
        }
    }

    /** The transaction of {@link #closeAfterFirst} is committed. */
    void closed() {
        settings.refresh();
    }

    Role defaultRole() {
        return Role.parse(settings.get(LiveCatalogue.DEFAULT_ROLE)).orElse(Role.PENDING);
    }
}
