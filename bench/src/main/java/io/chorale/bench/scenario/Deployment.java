package io.chorale.bench.scenario;

import io.chorale.bench.peer.PeerProcess;
import java.net.InetSocketAddress;
import java.util.List;

/** The running nodes of one peer. */
public record Deployment(List<PeerProcess> nodes) {
    public Deployment {
        nodes = List.copyOf(nodes);
    }

    InetSocketAddress address(int client) {
        return nodes.get(client % nodes.size()).address();
    }

    double cpuSeconds() {
        return nodes.stream().mapToDouble(PeerProcess::cpuSeconds).sum();
    }

    long residentBytes() {
        return nodes.stream().mapToLong(PeerProcess::residentBytes).sum();
    }
}
