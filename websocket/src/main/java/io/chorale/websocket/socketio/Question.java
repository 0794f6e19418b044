package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterReply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One question to several replicas, and what came back. Safe for use by many threads. */
final class Question {
    static final int UNKNOWN = -1;

    /** @param complete nothing that was promised is missing */
    record Outcome(List<ClusterReply> replies, boolean complete) {}

    private static final class Progress {
        private int expected;
        private int received;

        private Progress(int expected) {
            this.expected = expected;
        }

        private boolean isDone() {
            return expected != UNKNOWN && received >= expected;
        }
    }

    private final Map<String, Progress> replicas = new HashMap<>();
    private final List<ClusterReply> replies = new ArrayList<>();
    private boolean complete = true;
    private @Nullable Outcome outcome;
    private @Nullable Consumer<Outcome> listener;

    Question(Collection<String> replicas, int expected) {
        replicas.forEach(id -> this.replicas.put(id, new Progress(expected)));
    }

    synchronized void whenDone(Consumer<Outcome> action) {
        listener = action;
        finishIfDone();
    }

    synchronized void receive(ClusterReply reply) {
        Progress progress = replicas.computeIfAbsent(reply.fromReplica(), id -> new Progress(UNKNOWN));
        switch (reply) {
            case ClusterReply.Expect expect -> progress.expected = expect.clients();
            case ClusterReply.Ack ack -> {
                progress.received++;
                replies.add(ack);
            }
            case ClusterReply.Sockets sockets -> {
                progress.expected = 1;
                progress.received = 1;
                replies.add(sockets);
            }
        }
        finishIfDone();
    }

    /** Waits no longer for replicas that are dead: of whom they would have answered for, nobody is connected. */
    synchronized void retain(Set<String> alive) {
        replicas.entrySet().removeIf(replica -> {
            boolean dead = !alive.contains(replica.getKey());
            Progress progress = replica.getValue();
            complete &= !dead || progress.expected == UNKNOWN || progress.isDone();
            return dead;
        });
        finishIfDone();
    }

    synchronized void giveUp() {
        if (outcome == null) {
            finish(false);
        }
    }

    private void finishIfDone() {
        if (outcome == null && replicas.values().stream().allMatch(Progress::isDone)) {
            finish(complete);
        }
    }

    private void finish(boolean whole) {
        Consumer<Outcome> action = listener;
        if (action != null) {
            outcome = new Outcome(List.copyOf(replies), whole);
            action.accept(outcome);
        }
    }
}
