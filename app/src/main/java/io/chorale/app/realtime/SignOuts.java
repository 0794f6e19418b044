package io.chorale.app.realtime;

import io.chorale.session.SessionEnded;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionListener;
import io.chorale.session.SessionStoreUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sockets of sessions that end: at once when it is announced, and within a minute when it is not (expiry, lost
 * announcements). Asking for a session also keeps it from idling away while a page is open. Safe for use by many threads.
 */
final class SignOuts implements SessionListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignOuts.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final People people;
    private final Entrance entrance;
    private final Thread sweeper;

    SignOuts(People people, Entrance entrance) {
        this.people = people;
        this.entrance = entrance;
        this.sweeper = Thread.ofVirtual().name("session-sweep").unstarted(this::sweepForEver);
    }

    void start() {
        sweeper.start();
    }

    @Override
    public void ended(SessionEnded session) {
        end(session.key());
    }

    @Override
    public void mayHaveMissed() {
        sweep();
    }

    private void end(SessionKey session) {
        people.of(session).forEach(entrance::sendOut);
    }

    private void sweepForEver() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                sweep();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            for (SessionKey session : people.sessions()) {
                if (!entrance.isLive(session)) {
                    end(session);
                }
            }
        } catch (SessionStoreUnavailableException e) {
            LOG.debug("Whether the sessions of open sockets live is asked again later: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("The sessions of open sockets could not all be checked", e);
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
    }
}
