package io.chorale.session;

import io.chorale.config.Settings;

/** Makes a {@link SessionStore} of one kind; found by {@link java.util.ServiceLoader}. */
public interface SessionStoreProvider {

    /** {@code memory} without Redis settings, {@code redis} with them. */
    String name();

    /** @throws SessionStoreUnavailableException when the store cannot be reached within the configured time */
    SessionStore create(Settings settings);
}
