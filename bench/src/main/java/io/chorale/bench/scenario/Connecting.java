package io.chorale.bench.scenario;

import io.chorale.bench.client.LoadClient;
import io.chorale.bench.client.LoadListener;
import io.chorale.bench.client.LoadLoop;
import io.chorale.bench.client.WebSocketClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Clients that connect to the namespace and leave again, 32 at a time. */
final class Connecting implements Scenario {
    private static final int AT_ONCE = 32;

    private final Duration warmUp;
    private final Duration time;

    Connecting(Duration warmUp, Duration time) {
        this.warmUp = warmUp;
        this.time = time;
    }

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public String description() {
        return "websocket clients that connect and leave, %d at a time".formatted(AT_ONCE);
    }

    @Override
    public String unit() {
        return "connections";
    }

    @Override
    public Measurement run(Deployment deployment) {
        try (LoadLoop loop = new LoadLoop()) {
            return new Run(deployment, loop).measure();
        }
    }

    private final class Run implements LoadListener {
        private static final String DONE = "done";

        private final Deployment deployment;
        private final LoadLoop loop;
        private long connected;
        private long faults;
        private boolean running = true;

        private Run(Deployment deployment, LoadLoop loop) {
            this.deployment = deployment;
            this.loop = loop;
        }

        private Measurement measure() {
            CompletableFuture<Measurement> result = new CompletableFuture<>();
            loop.run(() -> {
                for (int i = 0; i < AT_ONCE; i++) {
                    connect(i);
                }
                loop.after(warmUp, () -> {
                    Meter meter = new Meter(deployment);
                    long before = connected;
                    loop.after(time, () -> {
                        running = false;
                        result.complete(new Measurement(faults, meter.read(connected - before)));
                    });
                });
            });
            return result.join();
        }

        private void connect(int number) {
            if (running) {
                WebSocketClient.connect(loop, number, deployment.address(number), this);
            }
        }

        @Override
        public void ready(LoadClient client) {
            connected++;
            client.close(DONE);
        }

        @Override
        public void closed(LoadClient client, String reason) {
            if (!reason.equals(DONE)) {
                faults++;
            }
            connect(client.number());
        }

        @Override
        public void event(LoadClient client, byte[] bytes, int offset, int length) {
            // an event of the server's own
        }

        @Override
        public void answer(LoadClient client, int id) {
            faults++; // nobody asked
        }
    }
}
