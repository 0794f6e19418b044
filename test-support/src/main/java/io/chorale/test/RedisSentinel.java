package io.chorale.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A master with a replica, and a Sentinel that replaces the master one second after it fell silent. */
public final class RedisSentinel implements AutoCloseable {
    public static final String MASTER_NAME = "mymaster";

    private final RedisServer first;
    private final RedisServer second;
    private final RedisServer sentinel;

    private RedisSentinel(RedisServer first, RedisServer second, RedisServer sentinel) {
        this.first = first;
        this.second = second;
        this.sentinel = sentinel;
    }

    /** @param options for both data servers, as on the command line of redis-server */
    public static RedisSentinel start(String... options) {
        RedisServer master = RedisServer.start(options);
        RedisServer replica = RedisServer.start(options);
        replica.command("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
        Awaitility.await("replication")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        String.valueOf(replica.command("INFO", "replication")).contains("master_link_status:up"));
        return new RedisSentinel(master, replica, watch(master));
    }

    private static RedisServer watch(RedisServer master) {
        RedisServer sentinel = RedisServer.startSentinel();
        sentinel.command("SENTINEL", "MONITOR", MASTER_NAME, "127.0.0.1", Integer.toString(master.port()), "1");
        sentinel.command("SENTINEL", "SET", MASTER_NAME, "down-after-milliseconds", "1000");
        sentinel.command("SENTINEL", "SET", MASTER_NAME, "failover-timeout", "3000");
        Awaitility.await("the Sentinel to find the replica")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sentinel.command("SENTINEL", "REPLICAS", MASTER_NAME) instanceof List<?> found
                        && found.size() == 1);
        return sentinel;
    }

    public int port() {
        return sentinel.port();
    }

    /** The server that the Sentinel names now. */
    public RedisServer master() {
        List<?> address =
                (List<?>) Objects.requireNonNull(sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME));
        return String.valueOf(address.get(1)).equals(Integer.toString(first.port())) ? first : second;
    }

    /** Kills the master ({@code kill -9}) and returns when the Sentinel names the other server. */
    public void failOver() {
        RedisServer old = master();
        old.kill();
        Awaitility.await("a new master").atMost(Duration.ofSeconds(30)).until(() -> master() != old);
    }

    @Override
    public void close() {
        sentinel.close();
        first.close();
        second.close();
    }
}
