package io.chorale.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.Protocol;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/** Settings as Redisson wants them. The numbers are measured; each has its reason beside it. */
final class RedissonConfig {
    /** Below 10 Redisson multiplexes: the commands of many threads share a connection, up to three times faster. */
    private static final int POOL = 4;

    private static final int IDLE = 2;
    /** The default of 5 makes the 251st channel fail. */
    private static final int CHANNELS_PER_CONNECTION = 100_000;

    private static final int RETRIES = 2;
    private static final int DNS_CHECK_MILLIS = 5_000;
    private static final int SENTINEL_SCAN_MILLIS = 500;
    private static final int CLUSTER_SCAN_MILLIS = 1_000;
    /** Not a whole hundred: Redisson derives its timer from it, and this one ticks every 10 ms instead of 100. */
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(220);

    private final RedisSettings settings;
    private final String clientName;
    private final EventLoopGroup eventLoops;
    private final ExecutorService executor;
    private final Function<RedisTarget, LinkMonitor> monitors;

    RedissonConfig(
            RedisSettings settings,
            String clientName,
            EventLoopGroup eventLoops,
            ExecutorService executor,
            Function<RedisTarget, LinkMonitor> monitors) {
        this.monitors = monitors;
        this.settings = settings;
        this.clientName = clientName;
        this.eventLoops = eventLoops;
        this.executor = executor;
    }

    /** @param blocked 0 for a multiplexed client, else how many commands may block at the same time */
    Config of(RedisTarget target, int blocked) {
        Config config = new Config()
                .setCodec(ByteArrayCodec.INSTANCE)
                .setEventLoopGroup(eventLoops)
                .setExecutor(executor)
                .setProtocol(Protocol.RESP2)
                .setKeepPubSubOrder(true)
                .setTcpKeepAlive(settings.keepAlive())
                .setConnectionListener(monitors.apply(target));
        target.username().ifPresent(config::setUsername);
        target.password().ifPresent(password -> config.setPassword(password.reveal()));
        RedissonTls.apply(target.tls(), config);
        int pool = blocked == 0 ? POOL : blocked + 1;
        switch (target.topology()) {
            case SINGLE -> single(config, target, pool);
            case SENTINEL -> sentinel(config, target, pool);
            case CLUSTER -> cluster(config, target, pool);
        }
        return config;
    }

    private void single(Config config, RedisTarget target, int pool) {
        var server = config.useSingleServer()
                .setAddress(url(target, target.nodes().getFirst()))
                .setDatabase(target.database())
                .setConnectionMinimumIdleSize(Math.min(IDLE, pool))
                .setConnectionPoolSize(pool)
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(2)
                .setDnsMonitoringInterval(DNS_CHECK_MILLIS);
        timing(server, RETRIES);
    }

    private void sentinel(Config config, RedisTarget target, int pool) {
        var servers = config.useSentinelServers()
                .setMasterName(target.masterName().orElse("mymaster"))
                .setDatabase(target.database())
                // One Sentinel is enough to find the master.
                .setCheckSentinelsList(false)
                .setScanInterval(SENTINEL_SCAN_MILLIS);
        target.nodes().forEach(node -> servers.addSentinelAddress(url(target, node)));
        masterOnly(servers, pool);
        timing(servers, Math.max(0, settings.sentinelMaxRetryCount() - 1));
    }

    private void cluster(Config config, RedisTarget target, int pool) {
        var servers = config.useClusterServers().setScanInterval(CLUSTER_SCAN_MILLIS);
        target.nodes().forEach(node -> servers.addNodeAddress(url(target, node)));
        masterOnly(servers, pool);
        timing(servers, RETRIES);
    }

    /** The default reads from replicas, which are behind. */
    private static void masterOnly(BaseMasterSlaveServersConfig<?> servers, int pool) {
        servers.setReadMode(ReadMode.MASTER);
        servers.setSubscriptionMode(SubscriptionMode.MASTER);
        servers.setMasterConnectionPoolSize(pool);
        servers.setMasterConnectionMinimumIdleSize(Math.min(IDLE, pool));
        servers.setSubscriptionConnectionMinimumIdleSize(1);
        servers.setSubscriptionConnectionPoolSize(2);
        servers.setDnsMonitoringInterval(DNS_CHECK_MILLIS);
    }

    private void timing(BaseConfig<?> servers, int retries) {
        Duration delay = delay();
        servers.setClientName(clientName);
        servers.setConnectTimeout(millis(settings.connectTimeout()));
        servers.setTimeout(millis(settings.commandTimeout()));
        servers.setSubscriptionTimeout(2 * millis(settings.commandTimeout()));
        servers.setRetryAttempts(retries);
        servers.setRetryDelay(new ConstantDelay(delay));
        // The default grows to 10 s and leaves a subscriber deaf for that long after an outage.
        servers.setReconnectionDelay(new ConstantDelay(delay));
        servers.setPingConnectionInterval(millis(settings.healthCheckInterval()));
        servers.setSubscriptionsPerConnection(CHANNELS_PER_CONNECTION);
    }

    private Duration delay() {
        Duration configured = settings.reconnectDelay();
        return configured.compareTo(SHORTEST_DELAY) > 0 ? configured : SHORTEST_DELAY;
    }

    private static String url(RedisTarget target, RedisTarget.HostAndPort node) {
        return (target.tls().enabled() ? "rediss://" : "redis://") + node;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
