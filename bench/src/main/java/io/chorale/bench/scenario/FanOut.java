package io.chorale.bench.scenario;

import io.chorale.bench.scenario.Measurement.Figure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One client sends 100 bytes to a room of many. As fast as all of them receive: a new message goes out when the oldest
 * of a window has reached everybody. So no server can win by queueing what it cannot deliver.
 */
final class FanOut implements Scenario {
    private static final int WINDOW = 16;

    private final int clients;
    private final int nodes;
    private final Duration warmUp;
    private final Duration time;

    FanOut(int clients, int nodes, Duration warmUp, Duration time) {
        this.clients = clients;
        this.nodes = nodes;
        this.warmUp = warmUp;
        this.time = time;
    }

    @Override
    public String name() {
        return nodes == 1 ? "fan-out-" + clients : "fan-out-" + clients + "-nodes-" + nodes;
    }

    @Override
    public String description() {
        return "100 bytes to a room of %,d websocket clients%s, as fast as all receive"
                .formatted(clients, nodes == 1 ? "" : " on " + nodes + " nodes over Redis");
    }

    @Override
    public int nodes() {
        return nodes;
    }

    @Override
    public Measurement run(Deployment deployment) {
        Run run = new Run(deployment);
        try (run.crowd) {
            return run.measure();
        }
    }

    private final class Run {
        private final Deployment deployment;
        private final RoomLoad load = new RoomLoad(clients, WINDOW, this::next);
        private final Crowd crowd;
        private boolean running = true;

        private Run(Deployment deployment) {
            this.deployment = deployment;
            crowd = Crowd.gather(deployment, clients, true, load);
        }

        private void next() {
            if (running && load.onTheirWay() < WINDOW) {
                load.publish(crowd.client(0));
            }
        }

        private Measurement measure() {
            crowd.loop()
                    .run(() -> {
                        for (int i = 0; i < WINDOW; i++) {
                            next();
                        }
                    })
                    .join();
            CompletableFuture<Measurement> result = new CompletableFuture<>();
            crowd.loop()
                    .run(() -> crowd.loop().after(warmUp, () -> {
                        Meter meter = new Meter(deployment);
                        long before = load.deliveries();
                        load.latencies().reset();
                        crowd.loop().after(time, () -> result.complete(read(meter, before)));
                    }));
            return result.join();
        }

        private Measurement read(Meter meter, long before) {
            running = false;
            Map<Figure, Double> figures = meter.read(load.deliveries() - before);
            Meter.latencies(load.latencies(), figures);
            return new Measurement(load.faults() + crowd.lost(), figures);
        }
    }
}
