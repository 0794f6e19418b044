package io.chorale.app.rig;

import io.chorale.test.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One row, from the first process to the counts. */
final class Run {
    private static final Path LOGS = Path.of("target", "rig");
    private static final Duration SETTLE = Duration.ofSeconds(60);

    private final Row row;
    private final Scale scale;

    Run(Row row, Scale scale) {
        this.row = row;
        this.scale = scale;
    }

    /**
     * @param faultSeconds how long the fault took
     * @param repeatedPosts posts that were not answered with 200 at once
     */
    record Result(Verdict verdict, long faultSeconds, int repeatedPosts) {}

    Result result(PostgresServer database) throws IOException, InterruptedException {
        Path directory = LOGS.resolve(row.name().toLowerCase(java.util.Locale.ROOT));
        try (Rig rig = Rig.start(row, database, directory);
                Clients clients = rig.startClients(scale.clients());
                Load load = rig.startLoad(scale.rate())) {
            Rig.wait(scale.load().dividedBy(4));
            long before = System.nanoTime();
            row.fault().inflict(rig);
            Duration fault = Duration.ofNanos(System.nanoTime() - before);
            Rig.wait(longer(
                    scale.load().dividedBy(4),
                    scale.load().dividedBy(4).multipliedBy(3).minus(fault)));

            Set<Integer> acknowledged = load.finish();
            Set<Integer> stored = rig.stored();
            settle(clients, stored.size());
            Clients.Report report = clients.report();
            Result result = new Result(Verdict.of(acknowledged, stored, report), fault.toSeconds(), load.failures());
            Files.writeString(directory.resolve("report.txt"), result + "\n" + describe(report));
            return result;
        }
    }

    /** Who lacks something after that has lost it. */
    private static void settle(Clients clients, int stored) {
        try {
            Awaitility.await()
                    .atMost(SETTLE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> clients.status().fewest() >= stored);
        } catch (ConditionTimeoutException somethingIsMissing) {
            return;
        }
    }

    private static String describe(Clients.Report report) {
        StringBuilder text = new StringBuilder();
        for (Clients.Received client : report.clients()) {
            text.append("connects %d, recovered %d, reloads %d, gap %d ms, %s%n"
                    .formatted(
                            client.connects(),
                            client.recovered(),
                            client.reloads(),
                            client.gapMillis(),
                            client.trouble()));
        }
        return text.toString();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
