package io.chorale.websocket.socketio;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what fails in the code of the application: the first time with its stack, then at each power of ten with the
 * count. Bounded: the names of dynamic namespaces are chosen by clients. Safe for use by many threads.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);

    private static final int MOST_PLACES = 1_000;
    private static final String ELSEWHERE = "A handler or middleware in one of many namespaces";

    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    void failed(String place, Throwable failure) {
        String kind = place + failure.getClass().getName();
        boolean known = counts.containsKey(kind) || counts.size() < MOST_PLACES;
        LongAdder counter = counts.computeIfAbsent(known ? kind : ELSEWHERE, ignored -> new LongAdder());
        counter.increment();
        long count = counter.sum();
        if (count == 1) {
            LOG.error("{} failed. Further failures of this kind are only counted.", place, failure);
        } else if (isPowerOfTen(count)) {
            LOG.error("{} failed {} times, the last time with {}", place, count, failure.toString());
        }
    }

    int places() {
        return counts.size();
    }

    private static boolean isPowerOfTen(long count) {
        long rest = count;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
