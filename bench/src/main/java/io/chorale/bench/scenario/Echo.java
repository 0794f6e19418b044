package io.chorale.bench.scenario;

import io.chorale.bench.client.LoadClient;
import io.chorale.bench.scenario.Measurement.Figure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** Each client asks with an ack and asks again as soon as it has the answer. */
final class Echo implements Scenario {
    private static final String TEXT = "x".repeat(100);

    private final int clients;
    private final Duration warmUp;
    private final Duration time;

    Echo(int clients, Duration warmUp, Duration time) {
        this.clients = clients;
        this.warmUp = warmUp;
        this.time = time;
    }

    @Override
    public String name() {
        return "echo-" + clients;
    }

    @Override
    public String description() {
        return "100 bytes and back as an ack, %,d websocket clients, each one question at a time".formatted(clients);
    }

    @Override
    public String unit() {
        return "answers";
    }

    @Override
    public Measurement run(Deployment deployment) {
        Questions questions = new Questions();
        try (Crowd crowd = Crowd.gather(deployment, clients, false, questions)) {
            CompletableFuture<Measurement> result = new CompletableFuture<>();
            crowd.loop().run(() -> {
                for (int i = 0; i < clients; i++) {
                    questions.ask(crowd.client(i));
                }
                crowd.loop().after(warmUp, () -> {
                    Meter meter = new Meter(deployment);
                    long before = questions.answers;
                    questions.latencies.reset();
                    crowd.loop().after(time, () -> {
                        Map<Figure, Double> figures = meter.read(questions.answers - before);
                        Meter.latencies(questions.latencies, figures);
                        result.complete(new Measurement(questions.faults + crowd.lost(), figures));
                    });
                });
            });
            return result.join();
        }
    }

    private final class Questions implements Crowd.Ears {
        private final int[] ids = new int[clients];
        private final long[] asked = new long[clients];
        private final Histogram latencies = new Histogram(3_600_000_000_000L, 3);
        private long answers;
        private long faults;

        private void ask(LoadClient client) {
            asked[client.number()] = System.nanoTime();
            client.send("42" + ++ids[client.number()] + "[\"echo\",\"" + TEXT + "\"]");
        }

        @Override
        public void event(LoadClient client, byte[] bytes, int offset, int length) {
            // an event of the server's own
        }

        @Override
        public void answer(LoadClient client, int id) {
            if (id != ids[client.number()]) {
                faults++;
            }
            answers++;
            latencies.recordValue(System.nanoTime() - asked[client.number()]);
            ask(client);
        }
    }
}
