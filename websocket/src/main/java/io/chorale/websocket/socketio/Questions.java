package io.chorale.websocket.socketio;

import io.chorale.websocket.cluster.ClusterEvent.Ask;
import io.chorale.websocket.cluster.ClusterManager;
import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.ReplicaInfo;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What this replica asked through the log and is not answered yet. Each question ends: when all replicas answered, when
 * its time is over, or when those that did not answer are dead. Safe for use by many threads.
 */
final class Questions {
    private static final long LOOK_FOR_THE_DEAD_MILLIS = 1_000;

    private final ClusterManager cluster;
    private final ScheduledExecutorService timer;
    private final Executor threads;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Question> open = new ConcurrentHashMap<>();

    Questions(ClusterManager cluster, ScheduledExecutorService timer, Executor threads) {
        this.cluster = cluster;
        this.timer = timer;
        this.threads = threads;
    }

    int size() {
        return open.size();
    }

    /** All replicas that are alive. */
    Set<String> everybody() {
        Set<String> ids = new HashSet<>();
        for (ReplicaInfo replica : cluster.replicas()) {
            ids.add(replica.id());
        }
        return ids;
    }

    /** Asks with the given action; each of the replicas says by itself how many answers to expect of it. */
    CompletableFuture<Question.Outcome> ask(Collection<String> replicas, Duration timeout, Consumer<Ask> action) {
        return ask(new Question(replicas, Question.UNKNOWN), timeout, action);
    }

    /** Asks with the given action; each of the replicas answers once. */
    CompletableFuture<Question.Outcome> askEachOnce(
            Collection<String> replicas, Duration timeout, Consumer<Ask> action) {
        return ask(new Question(replicas, 1), timeout, action);
    }

    private CompletableFuture<Question.Outcome> ask(Question question, Duration timeout, Consumer<Ask> action) {
        long number = numbers.incrementAndGet();
        CompletableFuture<Question.Outcome> answer = new CompletableFuture<>();
        open.put(number, question);
        ScheduledFuture<?> limit = timer.schedule(question::giveUp, timeout.toNanos(), TimeUnit.NANOSECONDS);
        ScheduledFuture<?> look = timer.scheduleWithFixedDelay(
                () -> question.retain(everybody()),
                LOOK_FOR_THE_DEAD_MILLIS,
                LOOK_FOR_THE_DEAD_MILLIS,
                TimeUnit.MILLISECONDS);
        question.whenDone(outcome -> {
            open.remove(number);
            limit.cancel(false);
            look.cancel(false);
            threads.execute(() -> answer.complete(outcome)); // code of the application may hang on it
        });
        try {
            action.accept(new Ask(cluster.replicaId(), number, timeout));
        } catch (RuntimeException e) {
            question.giveUp();
            throw e;
        }
        return answer;
    }

    void receive(ClusterReply reply) {
        Question question = open.get(reply.number());
        if (question != null) {
            question.receive(reply);
        }
    }
}
