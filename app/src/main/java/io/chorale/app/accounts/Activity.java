package io.chorale.app.accounts;

import io.chorale.app.database.DatabaseBusyException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who was here lately. A minute exact, so that being here costs one write a minute. Safe for use by many threads. */
public final class Activity {
    /** As long as somebody counts as active after the last sign of life. */
    static final Duration ACTIVE = Duration.ofMinutes(3);

    private static final Duration EXACTNESS = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Activity.class);

    private final Users users;
    private final Clock clock;

    Activity(Users users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    /** Never throws: nobody is refused because this could not be noted. */
    public void seen(User user) {
        long now = clock.instant().getEpochSecond();
        long unless = now - EXACTNESS.toSeconds();
        if (user.lastActiveAt() < unless) {
            try {
                users.touch(user.id(), now, unless);
            } catch (JdbiException | DatabaseBusyException e) {
                LOG.debug("The activity of {} is not noted: {}", user.id(), e.toString());
            }
        }
    }

    boolean isActive(User user) {
        return user.lastActiveAt() >= since();
    }

    List<String> activeIds() {
        return users.activeSince(since());
    }

    private long since() {
        return clock.instant().getEpochSecond() - ACTIVE.toSeconds();
    }
}
