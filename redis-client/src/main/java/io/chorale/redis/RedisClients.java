package io.chorale.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RedissonClient;

/**
 * Opens Redis clients that share threads; equal targets share one client. Safe for use by many threads.
 *
 * <p>When Redis goes away the clients stay: commands fail after the command time-out and its few retries, connections
 * and subscriptions come back by themselves ({@link LinkMonitor} logs both).
 */
public final class RedisClients implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;

    /** Guards {@link #clients}; held while connecting, so that two callers never open the same target twice. */
    private final Object lock = new Object();

    private final Map<Key, RedissonClient> clients = new HashMap<>();
    /** One for all clients of a target, so that an outage is told once. */
    private final Map<RedisTarget, LinkMonitor> monitors = new ConcurrentHashMap<>();

    private final MultiThreadIoEventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(
            EVENT_LOOPS, new DefaultThreadFactory("redis-io", true), NioIoHandler.newFactory());
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final RedisSettings settings;
    private final String clientName;

    /**
     * @param clientName how the connections appear in {@code CLIENT LIST}, {@code chorale-<replica>}; no spaces
     */
    public RedisClients(RedisSettings settings, String clientName) {
        this.settings = settings;
        this.clientName = clientName;
    }

    /**
     * The client for ordinary commands, scripts and subscriptions. It sends the commands of many threads over a few
     * connections, so blocking commands must not run on it: see {@link #openBlocking}.
     *
     * @param patience how long to try, at least once
     * @throws RedisUnavailableException when no connection came about in that time
     */
    public RedissonClient open(RedisTarget target, Duration patience) {
        return open(new Key(target, 0), patience);
    }

    /**
     * A client for {@code XREAD BLOCK} and the like.
     *
     * @param blocked commands that may block at the same time
     */
    public RedissonClient openBlocking(RedisTarget target, int blocked, Duration patience) {
        return open(new Key(target, blocked), patience);
    }

    private RedissonClient open(Key key, Duration patience) {
        synchronized (lock) {
            RedissonClient open = clients.get(key);
            if (open == null) {
                RedissonConfig config = new RedissonConfig(settings, clientName, eventLoops, executor, this::monitor);
                open = new RedisConnector(config, settings.reconnectDelay())
                        .connect(key.target(), key.blocked(), patience);
                clients.put(key, open);
            }
            return open;
        }
    }

    private LinkMonitor monitor(RedisTarget target) {
        return monitors.computeIfAbsent(target, name -> new LinkMonitor(RedisNames.of(name), executor::isShutdown));
    }

    /** Closes all clients; commands in flight get up to a second. */
    @Override
    public void close() {
        executor.shutdown();
        synchronized (lock) {
            clients.values().forEach(client -> client.shutdown(0, 1, TimeUnit.SECONDS));
            clients.clear();
        }
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private record Key(RedisTarget target, int blocked) {}
}
