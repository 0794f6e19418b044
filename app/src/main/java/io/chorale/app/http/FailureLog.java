package io.chorale.app.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs an unexpected failure in full the first time, and then in one line whenever its count doubles. Remembers the
 * {@value #MEMORY} kinds seen last. Safe for many threads.
 */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final int MEMORY = 256;

    /** Guarded by itself. */
    private final Map<String, Long> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MEMORY;
        }
    };

    void log(String request, String id, Throwable failure) {
        String kind = failure.getClass().getName()
                + Arrays.stream(failure.getStackTrace()).findFirst();
        long count;
        synchronized (counts) {
            count = counts.merge(kind, 1L, Long::sum);
        }
        if (count == 1) {
            LOG.error("{} failed, id={}", request, id, failure);
        } else if (Long.bitCount(count) == 1) {
            LOG.error("{} failed, id={}: {} (seen {} times)", request, id, failure.toString(), count);
        }
    }
}
