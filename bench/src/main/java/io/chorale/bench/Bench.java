package io.chorale.bench;

import io.chorale.bench.peer.Peer;
import io.chorale.bench.peer.PeerInstaller;
import io.chorale.bench.peer.PeerProcess;
import io.chorale.bench.report.JsonReport;
import io.chorale.bench.report.MarkdownReport;
import io.chorale.bench.report.Results;
import io.chorale.bench.scenario.Deployment;
import io.chorale.bench.scenario.Measurement;
import io.chorale.bench.scenario.Scenario;
import io.chorale.bench.scenario.Scenarios;
import io.chorale.test.Ports;
import io.chorale.test.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures this server beside its peers: {@code ./chorale bench}. */
public final class Bench {
    private final BenchArguments arguments;
    private final Path work;
    private final Results results = new Results();

    private Bench(BenchArguments arguments) {
        this.arguments = arguments;
        work = arguments.out().toAbsolutePath().resolve("peers");
    }

    public static void main(String... arguments) throws IOException {
        try {
            new Bench(BenchArguments.parse(arguments)).run();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private void run() throws IOException {
        PeerInstaller installer = new PeerInstaller(Path.of("bench", "src", "main", "peers"), work);
        arguments.peers().forEach(installer::install);
        for (Scenario scenario : Scenarios.all(arguments.time())) {
            if (arguments.wants(scenario.name())) {
                measure(scenario);
            }
        }
        Files.createDirectories(arguments.out());
        JsonReport.write(results, arguments.out().resolve("results.json"));
        String page = new MarkdownReport(results).write(heading());
        Files.writeString(arguments.out().resolve("benchmarks.md"), page);
        System.out.println(page);
    }

    /** Round by round, so that a machine that gets slower or busier does so for everybody. */
    private void measure(Scenario scenario) {
        for (int round = 1; round <= arguments.rounds(); round++) {
            for (Peer peer : arguments.peers()) {
                if (scenario.nodes() == 1 || peer.clusters()) {
                    Measurement measurement = measure(scenario, peer);
                    results.add(scenario, peer, measurement);
                    System.err.printf("%s, round %d, %s: %s%n", scenario.name(), round, peer, measurement);
                }
            }
        }
    }

    private Measurement measure(Scenario scenario, Peer peer) {
        if (scenario.nodes() == 1) {
            return measure(scenario, peer, Optional.empty());
        }
        try (RedisServer redis = RedisServer.start()) {
            return measure(scenario, peer, Optional.of("redis://127.0.0.1:" + redis.port()));
        }
    }

    private Measurement measure(Scenario scenario, Peer peer, Optional<String> redis) {
        List<PeerProcess> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < scenario.nodes(); i++) {
                nodes.add(PeerProcess.start(peer, work, Ports.free(), redis));
            }
            return scenario.run(new Deployment(nodes));
        } finally {
            nodes.forEach(PeerProcess::close);
        }
    }

    private List<String> heading() {
        return List.of(
                "# Benchmarks",
                "",
                "%d processors, %s %s, Java %s. Medians of %d rounds of %d s, the peers in turn."
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                Runtime.version(),
                                arguments.rounds(),
                                arguments.time().toSeconds()));
    }
}
