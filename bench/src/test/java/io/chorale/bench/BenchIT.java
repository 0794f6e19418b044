package io.chorale.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.chorale.bench.peer.Peer;
import io.chorale.bench.peer.PeerProcess;
import io.chorale.bench.scenario.Deployment;
import io.chorale.bench.scenario.Measurement;
import io.chorale.bench.scenario.Measurement.Figure;
import io.chorale.bench.scenario.Scenario;
import io.chorale.bench.scenario.Scenarios;
import io.chorale.test.Ports;
import io.chorale.test.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the bench measures what it says, and that every client gets every message once and in order meanwhile. */
class BenchIT {
    @TempDir
    private Path work;

    private static Scenario scenario(String name) {
        return Scenarios.all(Duration.ofSeconds(1)).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Measurement measure(Peer peer, String name) {
        try (PeerProcess node = PeerProcess.start(peer, work, Ports.free(), Optional.empty())) {
            return scenario(name).run(new Deployment(List.of(node)));
        }
    }

    @Test
    void everyClientOfARoomGetsEveryMessageOnceAndInOrder() {
        for (Peer peer : List.of(Peer.CHORALE, Peer.FLOOR)) {
            Measurement measurement = measure(peer, "fan-out-100");

            assertThat(measurement.faults()).as(peer.title()).isZero();
            assertThat(measurement.figures().get(Figure.PER_SECOND)).isPositive();
            assertThat(measurement.figures().get(Figure.CPU_PER_MILLION)).isPositive();
        }
    }

    @Test
    void everyQuestionIsAnsweredOnce() {
        Measurement measurement = measure(Peer.CHORALE, "echo-64");

        assertThat(measurement.faults()).isZero();
        assertThat(measurement.figures().get(Figure.P99_MILLIS)).isPositive();
    }

    @Test
    void twoNodesDeliverWhatOneOfThemWasTold() {
        try (RedisServer redis = RedisServer.start();
                PeerProcess one = PeerProcess.start(Peer.CHORALE, work, Ports.free(), Optional.of(redis.url()));
                PeerProcess two = PeerProcess.start(Peer.CHORALE, work, Ports.free(), Optional.of(redis.url()))) {
            Measurement measurement = scenario("fan-out-100-nodes-2").run(new Deployment(List.of(one, two)));

            assertThat(measurement.faults()).isZero();
            assertThat(measurement.figures().get(Figure.PER_SECOND)).isPositive();
        }
    }
}
