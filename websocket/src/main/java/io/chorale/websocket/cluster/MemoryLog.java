package io.chorale.websocket.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The newest events, bounded in number, bytes and age. Positions are {@code <epoch>-<number>}; the epoch is another one
 * for each log. Not safe for use by many threads: {@link MemoryCluster} guards it.
 */
final class MemoryLog {
    /** More than that is not worth sending again: the client reloads. */
    private static final int MAX_REPLAY = 10_000;

    private static final Pattern POSITION = Pattern.compile("([0-9a-f]{12})-(\\d{1,18})");
    private static final int OVERHEAD = 128;

    private record Entry(ClusterEvent event, long time, long bytes) {}

    private final String epoch = UUID.randomUUID().toString().substring(24);
    private final long maxAge;
    private final long maxBytes;
    private final @Nullable Entry[] ring;
    private long first = 1;
    private long next = 1;
    private long bytes;

    MemoryLog(long maxAge, int maxEntries, long maxBytes) {
        this.maxAge = maxAge;
        this.maxBytes = maxBytes;
        this.ring = new Entry[maxEntries];
    }

    String append(ClusterEvent event, long now) {
        if (next - first == ring.length) {
            dropFirst();
        }
        Entry entry = new Entry(event, now, sizeOf(event));
        ring[slot(next)] = entry;
        bytes += entry.bytes();
        next++;
        trim(now);
        return position();
    }

    /** The position of the newest event. */
    String position() {
        return epoch + "-" + (next - 1);
    }

    Replay replay(String namespace, RoomFilter socket, String from, String to, long now) {
        trim(now);
        long after = number(from);
        long last = number(to);
        if (after < 0 || last < 0) {
            return new Replay.Gap("not a position of this log");
        }
        if (after > last || last >= next) {
            return new Replay.Gap("a position in the future");
        }
        if (after < first - 1) {
            return new Replay.Gap("older than what the log holds");
        }
        List<Replay.Entry> missed = new ArrayList<>();
        for (long number = after + 1; number <= last; number++) {
            ClusterEvent event = at(number).event();
            if (!event.namespace().equals(namespace)) {
                continue;
            }
            if (event instanceof ClusterEvent.Broadcast broadcast) {
                if (broadcast.ask().isEmpty() && socket.accepts(broadcast.target())) {
                    missed.add(new Replay.Entry(broadcast, epoch + "-" + number));
                }
            } else if (changesMembership(event, socket)) {
                return new Replay.Gap("its rooms were changed while it was away");
            }
            if (missed.size() > MAX_REPLAY) {
                return new Replay.Gap("too much was missed");
            }
        }
        return new Replay.Complete(missed);
    }

    private static boolean changesMembership(ClusterEvent event, RoomFilter socket) {
        return switch (event) {
            case ClusterEvent.Join join -> socket.accepts(join.target());
            case ClusterEvent.Leave leave -> socket.accepts(leave.target());
            case ClusterEvent.Disconnect away -> socket.accepts(away.target());
            case ClusterEvent.Broadcast ignored -> false;
            case ClusterEvent.FetchSockets ignored -> false;
            case ClusterEvent.ServerSide ignored -> false;
        };
    }

    private long number(String position) {
        Matcher matcher = POSITION.matcher(position);
        return matcher.matches() && matcher.group(1).equals(epoch) ? Long.parseLong(matcher.group(2)) : -1;
    }

    private void trim(long now) {
        while (first < next && (bytes > maxBytes || at(first).time() + maxAge <= now)) {
            dropFirst();
        }
    }

    private void dropFirst() {
        bytes -= at(first).bytes();
        ring[slot(first)] = null;
        first++;
    }

    private Entry at(long number) {
        Entry entry = ring[slot(number)];
        if (entry == null) {
            throw new IllegalStateException("no entry " + number);
        }
        return entry;
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }

    private static long sizeOf(ClusterEvent event) {
        return switch (event) {
            case ClusterEvent.Broadcast e -> {
                long size = OVERHEAD + e.arguments().length + sizeOf(e.target());
                for (byte[] attachment : e.attachments()) {
                    size += attachment.length;
                }
                yield size;
            }
            case ClusterEvent.ServerSide e -> OVERHEAD + e.arguments().length;
            case ClusterEvent.Join e -> OVERHEAD + sizeOf(e.target()) + sizeOf(e.rooms());
            case ClusterEvent.Leave e -> OVERHEAD + sizeOf(e.target()) + sizeOf(e.rooms());
            case ClusterEvent.Disconnect e -> OVERHEAD + sizeOf(e.target());
            case ClusterEvent.FetchSockets e -> OVERHEAD + sizeOf(e.target());
        };
    }

    private static long sizeOf(Target target) {
        return sizeOf(target.rooms()) + sizeOf(target.except());
    }

    private static long sizeOf(Set<String> names) {
        long size = 0;
        for (String name : names) {
            size += OVERHEAD / 2 + name.length();
        }
        return size;
    }
}
