package io.chorale.websocket.redis;

import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.Replay;
import io.chorale.websocket.cluster.RoomFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what one socket missed. For one replay. */
final class LogReplay {
    private static final int PAGE = 500;

    private final RecentEntries recent;
    private final EventLog log;
    private final ManagerOptions options;
    private final String namespace;
    private final RoomFilter socket;
    private final List<Replay.Entry> missed = new ArrayList<>();
    private long bytes;

    LogReplay(RecentEntries recent, EventLog log, ManagerOptions options, String namespace, RoomFilter socket) {
        this.recent = recent;
        this.log = log;
        this.options = options;
        this.namespace = namespace;
        this.socket = socket;
    }

    Replay between(String from, String to) {
        Optional<LogPosition> start = LogPosition.parse(from);
        Optional<LogPosition> end = LogPosition.parse(to);
        if (start.isEmpty() || end.isEmpty()) {
            return new Replay.Gap("not a position of this log");
        }
        if (start.get().compareTo(end.get()) > 0) {
            return new Replay.Gap("later than the log");
        }
        return read(start.get(), end.get());
    }

    private Replay read(LogPosition from, LogPosition to) {
        LogPosition reached = from;
        while (reached.compareTo(to) < 0) {
            List<EventLog.Entry> page = page(reached, to);
            if (page.isEmpty()) {
                return new Replay.Gap("the log no longer holds " + reached + " to " + to);
            }
            for (EventLog.Entry entry : page) {
                if (!reached.isFollowedBy(entry.position())) {
                    return new Replay.Gap("the log goes on at " + entry.position() + " after " + reached);
                }
                reached = entry.position();
                Optional<Replay> obstacle = take(entry);
                if (obstacle.isPresent()) {
                    return obstacle.get();
                }
            }
        }
        return new Replay.Complete(missed);
    }

    private List<EventLog.Entry> page(LogPosition after, LogPosition to) {
        return recent.page(after, to, PAGE).orElseGet(() -> log.range(after, to, PAGE));
    }

    /** @return why the replay cannot be complete */
    private Optional<Replay> take(EventLog.Entry entry) {
        byte[] message = entry.message();
        if (message == null) {
            return Optional.empty();
        }
        EventMessage parsed;
        try {
            parsed = EventMessage.parse(options.seal().open(Seal.Place.LOG, message));
        } catch (UnknownVersionException e) {
            return Optional.of(new Replay.Gap("entry " + entry.position() + " has " + e.getMessage()));
        } catch (MalformedMessageException e) {
            // Nobody got it when it came, either.
            return Optional.empty();
        }
        if (!parsed.namespace().equals(namespace) || !socket.accepts(parsed.target())) {
            return Optional.empty();
        }
        if (parsed.changesSockets()) {
            return Optional.of(new Replay.Gap("the socket was to be changed at " + entry.position()));
        }
        if (parsed.isReplayed() && parsed.event() instanceof Broadcast broadcast) {
            bytes += message.length;
            if (missed.size() == options.replayEntries() || bytes > options.replayBytes()) {
                return Optional.of(new Replay.Gap("too much was missed"));
            }
            missed.add(new Replay.Entry(broadcast, entry.position().toString()));
        }
        return Optional.empty();
    }
}
