package io.chorale.app.rig;

import io.chorale.test.RedisCluster;
import io.chorale.test.RedisSentinel;
import io.chorale.test.RedisServer;
import io.chorale.test.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Redis of a run: one server with a link to each replica that can be cut, or Sentinel, or a cluster. */
sealed interface Backend extends AutoCloseable {

    /** How a replica reaches it. */
    Map<String, String> settings(int replica);

    List<String> keys();

    /** The server that has the keys now. */
    RedisServer server();

    @Override
    void close();

    static Backend persistent() {
        return Single.of(RedisServer.startPersistent());
    }

    static Backend inMemory() {
        return Single.of(RedisServer.start());
    }

    static Backend sentinel() {
        return new Sentinel(RedisSentinel.start("--appendonly", "yes"));
    }

    static Backend cluster() {
        return new Cluster(RedisCluster.startReplicated());
    }

    record Single(RedisServer server, List<TcpProxy> links) implements Backend {
        static Single of(RedisServer server) {
            List<TcpProxy> links = new ArrayList<>();
            for (int i = 0; i < Scale.REPLICAS; i++) {
                links.add(TcpProxy.to(server.port()));
            }
            return new Single(server, links);
        }

        @Override
        public Map<String, String> settings(int replica) {
            return Map.of("REDIS_URL", "redis://127.0.0.1:" + links.get(replica).port() + "/0");
        }

        @Override
        public List<String> keys() {
            return server.keys();
        }

        @Override
        public void close() {
            links.forEach(TcpProxy::close);
            server.close();
        }
    }

    record Sentinel(RedisSentinel sentinel) implements Backend {
        @Override
        public Map<String, String> settings(int replica) {
            return Map.of(
                    "REDIS_URL",
                    "redis://" + RedisSentinel.MASTER_NAME + ":6379/0",
                    "REDIS_SENTINEL_HOSTS",
                    "127.0.0.1",
                    "REDIS_SENTINEL_PORT",
                    Integer.toString(sentinel.port()));
        }

        @Override
        public List<String> keys() {
            return server().keys();
        }

        @Override
        public RedisServer server() {
            return sentinel.master();
        }

        @Override
        public void close() {
            sentinel.close();
        }
    }

    record Cluster(RedisCluster cluster) implements Backend {
        @Override
        public Map<String, String> settings(int replica) {
            return Map.of("REDIS_URL", cluster.url(), "REDIS_CLUSTER", "true");
        }

        @Override
        public List<String> keys() {
            return server().command("KEYS", "*") instanceof List<?> found
                    ? found.stream().map(String::valueOf).toList()
                    : List.of();
        }

        /** All keys share one hash slot. */
        @Override
        public RedisServer server() {
            return cluster.masterOf("{open-webui}");
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
