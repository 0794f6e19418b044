package io.chorale.bench.scenario;

import io.chorale.bench.client.LoadClient;
import io.chorale.bench.scenario.Measurement.Figure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Many clients that only answer pings: the memory of each and the processor time of all. */
final class Idle implements Scenario {
    private static final int FIRST = 100;

    private final int clients;
    private final Duration time;

    Idle(int clients, Duration time) {
        this.clients = clients;
        this.time = time;
    }

    @Override
    public String name() {
        return "idle-" + clients;
    }

    @Override
    public String description() {
        return "%,d websocket clients that only answer pings".formatted(clients);
    }

    @Override
    public String unit() {
        return "connections and second";
    }

    @Override
    public Measurement run(Deployment deployment) {
        warmUp(deployment);
        long before = deployment.residentBytes();
        try (Crowd crowd = Crowd.gather(deployment, clients, false, new Deaf())) {
            CompletableFuture<Measurement> result = new CompletableFuture<>();
            Meter meter = new Meter(deployment);
            crowd.loop()
                    .run(() -> crowd.loop().after(time, () -> {
                        Map<Figure, Double> figures = meter.read(clients * time.toSeconds());
                        figures.remove(Figure.PER_SECOND);
                        figures.put(
                                Figure.BYTES_PER_CONNECTION, (double) (deployment.residentBytes() - before) / clients);
                        result.complete(new Measurement(crowd.lost(), figures));
                    }));
            return result.join();
        }
    }

    /** So that loading classes and the first compiled code are not counted as memory of connections. */
    private static void warmUp(Deployment deployment) {
        try (Crowd few = Crowd.gather(deployment, FIRST, false, new Deaf())) {
            few.loop().run(() -> {}).join();
        }
    }

    private static final class Deaf implements Crowd.Ears {
        @Override
        public void event(LoadClient client, byte[] bytes, int offset, int length) {
            // an event of the server's own
        }

        @Override
        public void answer(LoadClient client, int id) {
            // nobody asked
        }
    }
}
