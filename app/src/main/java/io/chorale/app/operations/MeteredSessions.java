package io.chorale.app.operations;

import io.chorale.session.AttemptCounter;
import io.chorale.session.SessionEnded;
import io.chorale.session.SessionKey;
import io.chorale.session.SessionListener;
import io.chorale.session.SessionRecord;
import io.chorale.session.SessionStore;
import io.chorale.session.SessionStoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Times a session store and counts when it cannot be asked. Safe for use by many threads. */
final class MeteredSessions implements SessionStore {
    private final SessionStore timed;
    private final Meters meters;
    private final Counter unavailable;
    private final Timer load;

    MeteredSessions(SessionStore timed, Meters meters) {
        this.timed = timed;
        this.meters = meters;
        this.load = timer("load");
        this.unavailable =
                meters.counter("sessions.store.unavailable", "Questions that the session store could not answer");
        Counter ended = meters.counter("sessions.ended", "Sessions that ended, on whichever replica");
        timed.addListener(new SessionListener() {
            @Override
            public void ended(SessionEnded session) {
                ended.increment();
            }

            @Override
            public void mayHaveMissed() {
                // What was not heard is not counted.
            }
        });
    }

    private Timer timer(String operation) {
        return meters.timer("sessions.store", "Time of the session store", "operation", operation);
    }

    private <T> T time(Timer timer, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } catch (SessionStoreUnavailableException e) {
            unavailable.increment();
            throw e;
        } finally {
            timer.record(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    @Override
    public String name() {
        return timed.name();
    }

    @Override
    public boolean create(SessionRecord session) {
        return time(timer("create"), () -> timed.create(session));
    }

    @Override
    public Optional<SessionRecord> load(SessionKey key) {
        return time(load, () -> timed.load(key));
    }

    @Override
    public boolean update(SessionKey key, Map<String, String> changed, Set<String> removed) {
        return time(timer("update"), () -> timed.update(key, changed, removed));
    }

    @Override
    public boolean delete(SessionKey key) {
        return time(timer("delete"), () -> timed.delete(key));
    }

    @Override
    public List<SessionRecord> findByUser(String userId) {
        return time(timer("find"), () -> timed.findByUser(userId));
    }

    @Override
    public int deleteByUser(String userId) {
        return time(timer("delete_by_user"), () -> timed.deleteByUser(userId));
    }

    @Override
    public void addListener(SessionListener listener) {
        timed.addListener(listener);
    }

    @Override
    public AttemptCounter attempts() {
        return timed.attempts();
    }

    @Override
    public void close() {
        timed.close();
    }
}
