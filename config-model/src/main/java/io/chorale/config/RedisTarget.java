package io.chorale.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where one Redis is. Equal targets share one client.
 *
 * @param nodes the server, the Sentinels, or some nodes of the cluster
 * @param masterName Sentinel only: the name of the master it watches
 * @param database number; always 0 in a cluster
 */
public record RedisTarget(
        Topology topology,
        List<HostAndPort> nodes,
        Optional<String> masterName,
        int database,
        Optional<String> username,
        Optional<Secret> password,
        Tls tls) {

    public RedisTarget {
        nodes = List.copyOf(nodes);
    }

    public enum Topology {
        SINGLE,
        SENTINEL,
        CLUSTER
    }

    /** How the link is secured ({@code rediss://} and its {@code ssl_*} arguments). */
    public record Tls(boolean enabled, Verification verification, Optional<Path> trustedCertificates) {
        public static final Tls OFF = new Tls(false, Verification.FULL, Optional.empty());
    }

    public enum Verification {
        /** Certificate chain and host name. */
        FULL,
        /** Certificate chain only ({@code ssl_check_hostname=false}). */
        CHAIN,
        /** Nothing ({@code ssl_cert_reqs=none}). */
        NONE
    }

    public record HostAndPort(String host, int port) {
        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }
}
