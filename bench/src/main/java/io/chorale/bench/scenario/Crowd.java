package io.chorale.bench.scenario;

import io.chorale.bench.client.LoadClient;
import io.chorale.bench.client.LoadListener;
import io.chorale.bench.client.LoadLoop;
import io.chorale.bench.client.WebSocketClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connected clients, made a few at a time. What they then hear goes to the scenario. */
final class Crowd implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What a scenario wants to hear once everybody is there. */
    interface Ears {
        void event(LoadClient client, byte[] bytes, int offset, int length);

        void answer(LoadClient client, int id);
    }

    private final LoadLoop loop = new LoadLoop();
    private final List<LoadClient> clients = new ArrayList<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final Deployment deployment;
    private final int size;
    private final boolean joins;
    private final Ears ears;
    private int ready;
    private boolean closing;
    private long lost;

    private Crowd(Deployment deployment, int size, boolean joins, Ears ears) {
        this.deployment = deployment;
        this.size = size;
        this.joins = joins;
        this.ears = ears;
    }

    /** Returns when all are connected and, if they should be, members of the room {@code r}. */
    static Crowd gather(Deployment deployment, int size, boolean joins, Ears ears) {
        Crowd crowd = new Crowd(deployment, size, joins, ears);
        crowd.loop.run(() -> {
            for (int i = 0; i < Math.min(AT_ONCE, size); i++) {
                crowd.connectNext();
            }
        });
        try {
            crowd.complete.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return crowd;
        } catch (ExecutionException | TimeoutException e) {
            crowd.close();
            throw new IllegalStateException(crowd.ready + " of " + size + " clients connected", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void connectNext() {
        if (clients.size() < size) {
            int number = clients.size();
            clients.add(WebSocketClient.connect(loop, number, deployment.address(number), new Listener()));
        }
    }

    private void oneMore() {
        ready++;
        if (ready == size) {
            complete.complete(null);
        } else {
            connectNext();
        }
    }

    private final class Listener implements LoadListener {
        private boolean joined;

        @Override
        public void ready(LoadClient client) {
            if (joins) {
                client.send("420[\"join\",\"r\"]");
            } else {
                joined = true;
                oneMore();
            }
        }

        @Override
        public void event(LoadClient client, byte[] bytes, int offset, int length) {
            ears.event(client, bytes, offset, length);
        }

        @Override
        public void answer(LoadClient client, int id) {
            if (joined) {
                ears.answer(client, id);
            } else {
                joined = true;
                oneMore();
            }
        }

        @Override
        public void closed(LoadClient client, String reason) {
            if (!closing) {
                lost++;
                complete.completeExceptionally(new IllegalStateException("client " + client.number() + ": " + reason));
            }
        }
    }

    LoadLoop loop() {
        return loop;
    }

    /** To be used on the loop. */
    LoadClient client(int number) {
        return clients.get(number);
    }

    int size() {
        return size;
    }

    /** Clients whose connection ended though nobody wanted it. */
    long lost() {
        return lost;
    }

    @Override
    public void close() {
        loop.run(() -> closing = true).join();
        loop.close();
    }
}
