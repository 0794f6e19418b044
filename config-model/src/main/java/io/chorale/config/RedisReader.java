package io.chorale.config;

import io.chorale.config.RedisTarget.HostAndPort;
import io.chorale.config.RedisTarget.Topology;
import java.util.List;
import java.util.Optional;

/** Turns the variables of one Redis, single, Sentinel or Cluster, into a target. Used by one thread. */
final class RedisReader {
    private static final String DEFAULT_MASTER = "mymaster";
    private static final String EXAMPLE = "redis://redis-valkey:6379/0";

    private final Values values;
    private final boolean inContainer;

    RedisReader(Values values, boolean inContainer) {
        this.values = values;
        this.inContainer = inContainer;
    }

    RedisSettings settings(Optional<RedisTarget> target) {
        return new RedisSettings(
                target,
                values.exactText(Catalogue.KEY_PREFIX).strip(),
                values.duration(Catalogue.CONNECT_TIMEOUT),
                values.duration(Catalogue.COMMAND_TIMEOUT),
                values.flag(Catalogue.KEEPALIVE),
                values.duration(Catalogue.HEALTH_CHECK),
                values.duration(Catalogue.RECONNECT_DELAY),
                values.number(Catalogue.SENTINEL_RETRIES, 1, 100));
    }

    Optional<RedisTarget> application() {
        return target(
                Catalogue.REDIS_URL,
                Catalogue.SENTINEL_HOSTS,
                Catalogue.SENTINEL_PORT,
                values.flag(Catalogue.REDIS_CLUSTER));
    }

    /** Of its own variables only; empty when there are none. */
    Optional<RedisTarget> websocket() {
        return target(
                Catalogue.WEBSOCKET_REDIS_URL,
                Catalogue.WEBSOCKET_SENTINEL_HOSTS,
                Catalogue.WEBSOCKET_SENTINEL_PORT,
                values.optionalFlag(Catalogue.WEBSOCKET_REDIS_CLUSTER).orElse(values.flag(Catalogue.REDIS_CLUSTER)));
    }

    private Optional<RedisTarget> target(Variable url, Variable sentinels, Variable sentinelPort, boolean cluster) {
        List<String> hosts = values.list(sentinels);
        if (!values.isSet(url) && hosts.isEmpty()) {
            return Optional.empty();
        }
        String text = values.isSet(url) ? values.text(url) : "redis://" + DEFAULT_MASTER + ":6379/0";
        try {
            RedisUrl parsed = RedisUrl.parse(text);
            if (!hosts.isEmpty()) {
                int port = values.number(sentinelPort, 1, 65_535);
                return Optional.of(sentinel(parsed, hosts, port));
            }
            warnOfLocalhost(url, parsed);
            return Optional.of(cluster ? cluster(url, parsed) : single(parsed));
        } catch (IllegalArgumentException e) {
            values.findings()
                    .problem(
                            ProblemCode.REDIS_URL,
                            url.name() + " is '" + UrlParts.mask(text) + "': " + e.getMessage(),
                            values.source(url),
                            "Chorale cannot tell which Redis is meant",
                            "set " + url.name() + "=\"" + EXAMPLE + "\" (rediss:// for TLS)");
            return Optional.empty();
        }
    }

    private static RedisTarget single(RedisUrl url) {
        return target(url, Topology.SINGLE, List.of(url.host()), Optional.empty(), url.database());
    }

    private static RedisTarget sentinel(RedisUrl url, List<String> hosts, int port) {
        List<HostAndPort> nodes =
                hosts.stream().map(host -> new HostAndPort(host, port)).toList();
        return target(url, Topology.SENTINEL, nodes, Optional.of(url.host().host()), url.database());
    }

    private RedisTarget cluster(Variable variable, RedisUrl url) {
        if (url.database() != 0) {
            values.findings()
                    .problem(
                            ProblemCode.REDIS_CLUSTER_DATABASE,
                            variable.name() + " names database " + url.database() + " of a Redis Cluster",
                            values.source(variable),
                            "a cluster has only database 0; Redis would refuse every connection",
                            "end " + variable.name() + " with /0; the prefix keeps kinds of data apart");
        }
        return target(url, Topology.CLUSTER, List.of(url.host()), Optional.empty(), 0);
    }

    private static RedisTarget target(
            RedisUrl url, Topology topology, List<HostAndPort> nodes, Optional<String> master, int database) {
        return new RedisTarget(topology, nodes, master, database, url.username(), url.password(), url.security());
    }

    private void warnOfLocalhost(Variable variable, RedisUrl url) {
        String host = url.host().host();
        if (inContainer && (host.equals("localhost") || host.startsWith("127.") || host.equals("::1"))) {
            values.findings()
                    .warning(
                            ProblemCode.LOCALHOST_IN_CONTAINER,
                            variable.name() + " names " + host + ", and this process runs in a container",
                            values.source(variable),
                            "inside a container that is the container itself, not the host and not Redis",
                            "use the name of the Redis container on a shared network: " + variable.name() + "=\""
                                    + EXAMPLE + "\"");
        }
    }
}
