package io.chorale.redis;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.redisson.connection.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that a server went away and once that it is back: Redisson itself logs nothing. Safe for use by many
 * threads.
 */
final class LinkMonitor implements ConnectionListener {
    private static final Logger LOG = LoggerFactory.getLogger(RedisClients.class);

    private final String name;
    private final BooleanSupplier closing;
    /** Server to the nano time of its loss. Guarded by itself. */
    private final Map<InetSocketAddress, Long> lost = new HashMap<>();

    /** @param closing then a lost connection is nothing to tell */
    LinkMonitor(String name, BooleanSupplier closing) {
        this.name = name;
        this.closing = closing;
    }

    @Override
    public void onConnect(InetSocketAddress address) {
        Long since;
        synchronized (lost) {
            since = lost.remove(address);
        }
        if (since != null) {
            LOG.info(
                    "Redis is back: {} at {} after {} ms",
                    name,
                    address,
                    Duration.ofNanos(System.nanoTime() - since).toMillis());
        }
    }

    @Override
    public void onDisconnect(InetSocketAddress address) {
        if (closing.getAsBoolean()) {
            return;
        }
        boolean first;
        synchronized (lost) {
            first = lost.putIfAbsent(address, System.nanoTime()) == null;
        }
        if (first) {
            LOG.warn("Lost the connection to Redis: {} at {}; connecting again", name, address);
        }
    }
}
