package io.chorale.app.rig;

import io.chorale.test.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One row, from the first process to the counts. */
final class Run {
    private static final Path LOGS = Path.of("target", "rig");
    private static final Duration SETTLE = Duration.ofSeconds(60);
    private static final Duration PRESENCE = Duration.ofSeconds(10);

    private final Row row;
    private final Scale scale;

    Run(Row row, Scale scale) {
        this.row = row;
        this.scale = scale;
    }

    /**
     * @param faultSeconds how long the fault took
     * @param repeatedPosts posts that were not answered with 200 at once
     * @param presence whether the pool of sessions named the sockets that there are, 10 s after the fault
     * @param leftOver keys of dead replicas after 60 s, and keys that the documentation does not know
     */
    record Result(Verdict verdict, long faultSeconds, int repeatedPosts, Presence presence, List<String> leftOver) {

        /** What must not be: by name, how often. */
        Map<String, Integer> faults() {
            Map<String, Integer> faults = new HashMap<>(verdict.faults());
            if (presence == Presence.WRONG) {
                faults.put("presence wrong after 10 s", 1);
            }
            leftOver.forEach(key -> faults.put("left in Redis: " + key, 1));
            return faults;
        }
    }

    enum Presence {
        RIGHT,
        WRONG,
        NOT_KEPT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    Result result(PostgresServer database) throws IOException, InterruptedException {
        Path directory = LOGS.resolve(row.name().toLowerCase(Locale.ROOT));
        try (Rig rig = Rig.start(row, database, directory);
                Clients clients = rig.startClients(scale.clients());
                Load load = rig.startLoad(scale.rate())) {
            RedisKeys keys = new RedisKeys(rig.redis());
            Rig.wait(scale.load().dividedBy(4));
            Set<String> dead = idsOfDead(rig, keys);
            long before = System.nanoTime();
            row.fault().inflict(rig);
            Duration fault = Duration.ofNanos(System.nanoTime() - before);
            Presence presence = presence(clients, keys);
            Rig.wait(longer(
                    scale.load().dividedBy(4),
                    scale.load().dividedBy(4).multipliedBy(3).minus(fault)));

            Set<Integer> acknowledged = load.finish();
            Set<Integer> stored = rig.stored();
            patiently(SETTLE, () -> clients.status().fewest() >= stored.size());
            patiently(SETTLE, () -> keys.left(dead).isEmpty());
            Clients.Report report = clients.report();
            Result result = new Result(
                    Verdict.of(acknowledged, stored, report),
                    fault.toSeconds(),
                    load.failures(),
                    presence,
                    keys.left(dead));
            Files.writeString(directory.resolve("report.txt"), result + "\n" + describe(report));
            return result;
        }
    }

    private Set<String> idsOfDead(Rig rig, RedisKeys keys) {
        Map<Integer, String> ids = keys.replicas();
        return row.dead().stream()
                .map(replica -> ids.get(rig.replica(replica).port()))
                .filter(id -> id != null)
                .collect(Collectors.toSet());
    }

    private static Presence presence(Clients clients, RedisKeys keys) {
        if (keys.presence() < 0) {
            return Presence.NOT_KEPT;
        }
        boolean right =
                patiently(PRESENCE, () -> keys.presence() == clients.status().connected());
        return right ? Presence.RIGHT : Presence.WRONG;
    }

    /** What is still missing after that is counted, not thrown. */
    private static boolean patiently(Duration patience, Callable<Boolean> wanted) {
        try {
            Awaitility.await()
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(wanted);
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
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
