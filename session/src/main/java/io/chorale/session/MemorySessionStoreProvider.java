package io.chorale.session;

import io.chorale.config.Settings;
import java.time.Clock;

/** {@code memory}: for one process without Redis. */
public final class MemorySessionStoreProvider implements SessionStoreProvider {
    /** About 100 MB when each holds half a kilobyte of attributes. */
    private static final int MAXIMUM = 100_000;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public SessionStore create(Settings settings) {
        return new MemorySessionStore(settings.session().idleTimeout(), MAXIMUM, Clock.systemUTC());
    }
}
