package io.chorale.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Remembers what it hears. Safe for use by many threads. */
public final class RecordingListener implements SessionListener {
    private final List<SessionEnded> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger missed = new AtomicInteger();

    @Override
    public void ended(SessionEnded session) {
        ended.add(session);
    }

    @Override
    public void mayHaveMissed() {
        missed.incrementAndGet();
    }

    public List<SessionEnded> ended() {
        return ended;
    }

    public int missed() {
        return missed.get();
    }
}
