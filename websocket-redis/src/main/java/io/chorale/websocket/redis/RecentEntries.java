package io.chorale.websocket.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest entries of the log as this replica read them, so that a thousand clients that come back at once are not a
 * thousand reads of the same entries. Bounded in number and bytes. Safe for use by many threads.
 */
final class RecentEntries {
    private static final int OVERHEAD = 150;

    private final int mostEntries;
    private final long mostBytes;

    /** Guards everything below. Held for one page at most, for the reader waits for it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final TreeMap<LogPosition, EventLog.Entry> entries = new TreeMap<>();
    private long bytes;

    RecentEntries(int mostEntries, long mostBytes) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
    }

    /** Each entry of the log, in its order. */
    void add(EventLog.Entry entry) {
        lock.lock();
        try {
            entries.put(entry.position(), entry);
            bytes += sizeOf(entry);
            while (entries.size() > mostEntries || bytes > mostBytes && entries.size() > 1) {
                bytes -= sizeOf(entries.pollFirstEntry().getValue());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The first entries after one position up to another one.
     *
     * @return empty when that part of the log is not held here
     */
    Optional<List<EventLog.Entry>> page(LogPosition after, LogPosition to, int most) {
        lock.lock();
        try {
            if (!holds(after, to)) {
                return Optional.empty();
            }
            List<EventLog.Entry> page = new ArrayList<>();
            for (EventLog.Entry entry : entries.subMap(after, false, to, true).values()) {
                if (page.size() == most) {
                    break;
                }
                page.add(entry);
            }
            return Optional.of(page);
        } finally {
            lock.unlock();
        }
    }

    private boolean holds(LogPosition after, LogPosition to) {
        if (entries.isEmpty() || entries.lastKey().compareTo(to) < 0) {
            return false;
        }
        LogPosition first = entries.firstKey();
        return first.compareTo(after) <= 0 || after.isFollowedBy(first);
    }

    private static long sizeOf(EventLog.Entry entry) {
        byte[] message = entry.message();
        return OVERHEAD + (message == null ? 0 : message.length);
    }
}
