package io.chorale.websocket.redis;

import io.chorale.websocket.cluster.ClusterReply;
import io.chorale.websocket.cluster.ClusterReply.Ack;
import io.chorale.websocket.cluster.ClusterReply.Expect;
import io.chorale.websocket.cluster.ClusterReply.SocketInfo;
import io.chorale.websocket.cluster.ClusterReply.Sockets;
import java.util.ArrayList;
import java.util.List;

/** What is said to one replica alone, on its own channel. Immutable. */
sealed interface ReplicaMessage {

    /** An answer to a question of the receiver. */
    record Reply(ClusterReply reply) implements ReplicaMessage {}

    /**
     * Another replica claimed a session that the receiver owned.
     *
     * @param sessionKey hash of its recovery id
     */
    record Displaced(String sessionKey) implements ReplicaMessage {}

    /** A replica to itself: the volatile lane works. */
    record Beat(long number) implements ReplicaMessage {}

    /** Version 1: version, kind, then its fields. {@code claim.lua} writes kind 3 too. */
    default byte[] encode() {
        WireWriter out = new WireWriter().byteValue(EventMessage.VERSION);
        switch (this) {
            case Reply(Expect(var number, var from, var clients)) ->
                out.byteValue(0).longValue(number).text(from).longValue(clients);
            case Reply(Ack(var number, var from, var arguments, var attachments)) -> {
                out.byteValue(1).longValue(number).text(from).bytes(arguments).size(attachments.size());
                attachments.forEach(out::bytes);
            }
            case Reply(Sockets(var number, var from, var sockets)) -> {
                out.byteValue(2).longValue(number).text(from).size(sockets.size());
                sockets.forEach(socket -> out.text(socket.id())
                        .texts(socket.rooms())
                        .bytes(socket.data())
                        .bytes(socket.handshake()));
            }
            case Displaced(var sessionKey) -> out.byteValue(3).text(sessionKey);
            case Beat(var number) -> out.byteValue(4).longValue(number);
        }
        return out.toBytes();
    }

    /** @throws MalformedMessageException when these bytes are none of the above */
    static ReplicaMessage parse(byte[] message) {
        WireReader in = new WireReader(message);
        int version = in.byteValue();
        if (version != EventMessage.VERSION) {
            throw new UnknownVersionException(version);
        }
        int kind = in.byteValue();
        ReplicaMessage parsed = switch (kind) {
            case 0 -> new Reply(new Expect(in.longValue(), in.text(), in.countValue()));
            case 1 -> new Reply(new Ack(in.longValue(), in.text(), in.bytes(), many(in)));
            case 2 -> new Reply(new Sockets(in.longValue(), in.text(), sockets(in)));
            case 3 -> new Displaced(in.text());
            case 4 -> new Beat(in.longValue());
            default -> throw new MalformedMessageException("kind " + kind + " is not known");
        };
        return parsed;
    }

    private static List<byte[]> many(WireReader in) {
        int count = in.size();
        List<byte[]> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(in.bytes());
        }
        return values;
    }

    private static List<SocketInfo> sockets(WireReader in) {
        int count = in.size();
        List<SocketInfo> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new SocketInfo(in.text(), in.texts(), in.bytes(), in.bytes()));
        }
        return sockets;
    }
}
