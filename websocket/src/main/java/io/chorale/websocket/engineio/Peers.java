package io.chorale.websocket.engineio;

import io.helidon.common.socket.PeerInfo;
import java.net.InetSocketAddress;

/** The address of the other end of a connection, without port. */
final class Peers {
    private Peers() {}

    static String address(PeerInfo peer) {
        if (peer.address() instanceof InetSocketAddress address && address.getAddress() != null) {
            return address.getAddress().getHostAddress();
        }
        return peer.host();
    }
}
