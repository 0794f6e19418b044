package io.chorale.app.rig;

import io.chorale.app.e2e.ServerProcess;
import io.chorale.test.Ports;
import io.chorale.test.PostgresServer;
import io.chorale.test.TcpProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.TerminalFailureException;

/** Three replicas, their Redis and database, a balancer in front that goes anywhere, clients and load. One thread. */
final class Rig implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Rig.class.getName());
    private static final int START_ATTEMPTS = 3;

    private final Backend redis;
    private final Map<String, String> settings;
    private final Path directory;
    private final List<ServerProcess> replicas;
    private final TcpProxy balancer;
    private final Api api;
    private final List<String> channels;
    private int restarts;

    private Rig(
            Backend redis,
            Map<String, String> settings,
            Path directory,
            List<ServerProcess> replicas,
            TcpProxy balancer,
            Api api,
            List<String> channels) {
        this.redis = redis;
        this.settings = settings;
        this.directory = directory;
        this.replicas = replicas;
        this.balancer = balancer;
        this.api = api;
        this.channels = channels;
    }

    /** @param directory where logs go */
    static Rig start(Row row, PostgresServer database, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Backend redis = row.backend();
        Map<String, String> settings = new HashMap<>();
        settings.put("WEBSOCKET_MANAGER", "redis");
        settings.put("DATABASE_URL", database.newDatabaseUrl());
        settings.put("DATA_DIR", directory.toAbsolutePath().toString());
        settings.put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC");
        List<ServerProcess> replicas = startReplicas(row, redis, settings, directory);
        TcpProxy balancer =
                TcpProxy.toAny(replicas.stream().mapToInt(ServerProcess::port).toArray());
        Api api = Api.signUp("http://127.0.0.1:" + balancer.port());
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < Scale.CHANNELS; i++) {
            channels.add(api.createChannel("room-" + i));
        }
        for (ServerProcess replica : replicas) {
            try (Api direct = api.at(replica.url())) {
                direct.messages(channels.getFirst()); // each has seen the session, as in a server that runs for a while
            }
        }
        return new Rig(redis, settings, directory, replicas, balancer, api, List.copyOf(channels));
    }

    /** One after another: three JVMs that start at once on a small machine run into each other's time limits. */
    private static List<ServerProcess> startReplicas(
            Row row, Backend redis, Map<String, String> settings, Path directory) {
        List<ServerProcess> replicas = new ArrayList<>();
        for (int i = 0; i < Scale.REPLICAS; i++) {
            replicas.add(startReplica(row.settings(i), redis.settings(i), settings, directory, Ports.free()));
        }
        return replicas;
    }

    /** A process that could not start is started again, as by a supervisor. */
    private static ServerProcess startReplica(
            Map<String, String> own, Map<String, String> redis, Map<String, String> all, Path directory, int port) {
        Map<String, String> variables = new HashMap<>(all);
        variables.putAll(redis);
        variables.putAll(own);
        variables.put("PORT", Integer.toString(port));
        for (int attempt = 1; attempt < START_ATTEMPTS; attempt++) {
            try {
                return ServerProcess.start(directory, variables);
            } catch (TerminalFailureException ended) {
                LOG.log(System.Logger.Level.WARNING, "A replica did not start", ended);
            }
        }
        return ServerProcess.start(directory, variables);
    }

    Backend redis() {
        return redis;
    }

    /** Only of a single Redis. */
    TcpProxy link(int replica) {
        return ((Backend.Single) redis).links().get(replica);
    }

    TcpProxy balancer() {
        return balancer;
    }

    ServerProcess replica(int number) {
        return replicas.get(number);
    }

    /** An orderly end, and a new process on the same port. */
    void restartReplica(int number) {
        ServerProcess old = replicas.get(number);
        old.terminate();
        keepLog(old, "replica-" + number + "-before-restart-" + restarts++);
        replicas.set(number, startReplica(Map.of(), redis.settings(number), settings, directory, old.port()));
        old.close();
    }

    /** The fault goes on for a while; load and clients do as well. */
    static void wait(Duration time) {
        Awaitility.await().timeout(time.plusSeconds(10)).pollDelay(time).until(() -> true);
    }

    Load startLoad(int rate) {
        return Load.start(api, channels, rate);
    }

    Clients startClients(int count) {
        String url = "http://127.0.0.1:" + balancer.port();
        Clients clients = Clients.start(url, api.token(), count, channels, directory.resolve("clients.log"));
        Awaitility.await(count + " clients in their rooms")
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> clients.status().joined() == count);
        return clients;
    }

    /** What the database has, of all channels. */
    Set<Integer> stored() throws IOException, InterruptedException {
        Set<Integer> stored = new HashSet<>();
        for (String channel : channels) {
            stored.addAll(api.messages(channel));
        }
        return stored;
    }

    private void keepLog(ServerProcess replica, String name) {
        try {
            Files.writeString(directory.resolve(name + ".log"), replica.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < replicas.size(); i++) {
            keepLog(replicas.get(i), "replica-" + i);
            replicas.get(i).close();
        }
        api.close();
        balancer.close();
        redis.close();
    }
}
