package io.chorale.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Who a request comes from. {@code X-Forwarded-For} counts only from a trusted neighbour, read from the right, since
 * everything left of the last trusted proxy can be made up by the client. Immutable.
 */
public final class TrustedProxies {
    private final boolean everybody;
    private final List<Block> blocks;

    /** @param trusted addresses, CIDR blocks, or {@code *} */
    public TrustedProxies(List<String> trusted) {
        this.everybody = trusted.contains("*");
        this.blocks = trusted.stream()
                .filter(entry -> !entry.equals("*"))
                .map(Block::parse)
                .toList();
    }

    /** The client's address as text, for logs and limits. */
    public String clientOf(ServerRequest request) {
        String client = peerOf(request);
        List<String> forwarded = request.headers().all(HeaderNames.X_FORWARDED_FOR, List::of).stream()
                .flatMap(line -> List.of(line.split(",")).stream())
                .map(String::strip)
                .toList();
        for (int i = forwarded.size() - 1; i >= 0 && trusts(client); i--) {
            if (literal(forwarded.get(i)).isEmpty()) {
                return client;
            }
            client = forwarded.get(i);
        }
        return client;
    }

    /** Does the connection itself come from a trusted address? */
    public boolean isNeighbour(ServerRequest request) {
        return trusts(peerOf(request));
    }

    /** Do the X-Forwarded-* headers of this neighbour count? */
    public boolean trusts(String address) {
        return everybody || literal(address).filter(this::isInABlock).isPresent();
    }

    private boolean isInABlock(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    /** The other end of the connection. */
    static String peerOf(ServerRequest request) {
        SocketAddress address = request.remotePeer().address();
        return address instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : address.toString();
    }

    private static Optional<InetAddress> literal(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private record Block(byte[] network, int bits) {
        static Block parse(String text) {
            int slash = text.indexOf('/');
            try {
                byte[] network = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash))
                        .getAddress();
                int bits = slash < 0 ? network.length * 8 : Integer.parseInt(text.substring(slash + 1));
                return new Block(network, bits);
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("no address and no CIDR block: " + text, e);
            }
        }

        boolean contains(InetAddress address) {
            byte[] candidate = address.getAddress();
            if (candidate.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((candidate[bit / 8] & mask) != (network[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
