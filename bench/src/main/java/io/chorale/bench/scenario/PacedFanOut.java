package io.chorale.bench.scenario;

import io.chorale.bench.scenario.Measurement.Figure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A steady number of messages a second to a room: how long they take, and what they cost when there is time. */
final class PacedFanOut implements Scenario {
    private static final int WINDOW = 1_024;

    private final int clients;
    private final int perSecond;
    private final Duration warmUp;
    private final Duration time;

    PacedFanOut(int clients, int perSecond, Duration warmUp, Duration time) {
        this.clients = clients;
        this.perSecond = perSecond;
        this.warmUp = warmUp;
        this.time = time;
    }

    @Override
    public String name() {
        return "paced-" + clients;
    }

    @Override
    public String description() {
        return "100 bytes to a room of %,d websocket clients, %d times a second".formatted(clients, perSecond);
    }

    @Override
    public Measurement run(Deployment deployment) {
        RoomLoad load = new RoomLoad(clients, WINDOW, () -> {});
        try (Crowd crowd = Crowd.gather(deployment, clients, true, load)) {
            CompletableFuture<Measurement> result = new CompletableFuture<>();
            crowd.loop().run(() -> tick(crowd, load, System.nanoTime(), 0));
            crowd.loop()
                    .run(() -> crowd.loop().after(warmUp, () -> {
                        Meter meter = new Meter(deployment);
                        long before = load.deliveries();
                        load.latencies().reset();
                        crowd.loop().after(time, () -> result.complete(read(meter, load, crowd, before)));
                    }));
            return result.join();
        }
    }

    /** Against the clock, not against the last tick: a late one must not make the load lighter. */
    private void tick(Crowd crowd, RoomLoad load, long began, int ticks) {
        load.publish(crowd.client(0));
        long next = began + (ticks + 1L) * 1_000_000_000L / perSecond;
        crowd.loop()
                .after(
                        Duration.ofNanos(Math.max(0, next - System.nanoTime())),
                        () -> tick(crowd, load, began, ticks + 1));
    }

    private static Measurement read(Meter meter, RoomLoad load, Crowd crowd, long before) {
        Map<Figure, Double> figures = meter.read(load.deliveries() - before);
        Meter.latencies(load.latencies(), figures);
        return new Measurement(load.faults() + crowd.lost(), figures);
    }
}
