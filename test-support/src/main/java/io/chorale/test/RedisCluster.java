package io.chorale.test;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A Redis Cluster of three masters, with one replica each when asked. */
public final class RedisCluster implements AutoCloseable {
    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisServer> masters;
    private final List<RedisServer> replicas;

    private RedisCluster(List<RedisServer> masters, List<RedisServer> replicas) {
        this.masters = List.copyOf(masters);
        this.replicas = List.copyOf(replicas);
    }

    /** Three masters without replicas. */
    public static RedisCluster start() {
        return start(false);
    }

    /** Three masters with a replica each; a dead master is replaced after about two seconds. */
    public static RedisCluster startReplicated() {
        return start(true);
    }

    private static RedisCluster start(boolean replicated) {
        List<RedisServer> masters = new ArrayList<>();
        List<RedisServer> replicas = new ArrayList<>();
        for (int i = 0; i < MASTERS; i++) {
            masters.add(node());
            if (replicated) {
                replicas.add(node());
            }
        }
        RedisCluster cluster = new RedisCluster(masters, replicas);
        cluster.assignSlots();
        cluster.introduce();
        cluster.replicate();
        return cluster;
    }

    private static RedisServer node() {
        return RedisServer.startOn(
                Ports.freeWithBus(),
                RedisBinary.embedded(),
                List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
    }

    private void assignSlots() {
        for (int i = 0; i < MASTERS; i++) {
            RedisServer master = masters.get(i);
            String first = Integer.toString(i * SLOTS / MASTERS);
            String last = Integer.toString((i + 1) * SLOTS / MASTERS - 1);
            master.command("CLUSTER", "ADDSLOTSRANGE", first, last);
            master.command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
    }

    private void introduce() {
        RedisServer first = masters.getFirst();
        nodes().skip(1).forEach(node -> node.command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(first.port())));
        awaitAgreement();
    }

    private void replicate() {
        for (int i = 0; i < replicas.size(); i++) {
            String master = Objects.requireNonNull(masters.get(i).command("CLUSTER", "MYID"))
                    .toString();
            replicas.get(i).command("CLUSTER", "REPLICATE", master);
        }
        awaitAgreement();
    }

    private void awaitAgreement() {
        String size = "cluster_known_nodes:" + nodes().count();
        nodes().forEach(node -> Awaitility.await("cluster node " + node.port())
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    String info = String.valueOf(node.command("CLUSTER", "INFO"));
                    return info.contains("cluster_state:ok") && info.contains(size);
                }));
    }

    private Stream<RedisServer> nodes() {
        return Stream.concat(masters.stream(), replicas.stream());
    }

    public List<RedisServer> masters() {
        return masters;
    }

    /** The node that serves the slot of a key now; one that still answers is asked. */
    public RedisServer masterOf(String key) {
        return nodes().filter(node -> serves(node, key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody serves " + key));
    }

    private static boolean serves(RedisServer node, String key) {
        try {
            node.command("GET", key);
            return String.valueOf(node.command("ROLE")).startsWith("[master");
        } catch (RedisReplyException movedElsewhere) {
            return false;
        } catch (UncheckedIOException dead) {
            return false;
        }
    }

    /** One node, as {@code REDIS_URL} takes it together with {@code REDIS_CLUSTER=true}. */
    public String url() {
        return masters.getFirst().url();
    }

    /** Every key of every master. */
    public List<String> keys() {
        return masters.stream()
                .flatMap(master -> ((List<?>) Objects.requireNonNull(master.command("KEYS", "*"))).stream())
                .map(String::valueOf)
                .toList();
    }

    @Override
    public void close() {
        nodes().forEach(RedisServer::close);
    }
}
