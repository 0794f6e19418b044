package io.chorale.websocket.redis;

import io.chorale.websocket.cluster.ClusterEvent;
import io.chorale.websocket.cluster.ClusterEvent.Ask;
import io.chorale.websocket.cluster.ClusterEvent.Broadcast;
import io.chorale.websocket.cluster.ClusterEvent.Disconnect;
import io.chorale.websocket.cluster.ClusterEvent.FetchSockets;
import io.chorale.websocket.cluster.ClusterEvent.Join;
import io.chorale.websocket.cluster.ClusterEvent.Leave;
import io.chorale.websocket.cluster.ClusterEvent.ServerSide;
import io.chorale.websocket.cluster.Target;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@link ClusterEvent} as it stands in Redis. The head (who sent it, what it is, whom it is for) is read at once; the
 * rest only when {@link #event} is called, which a replica without a member of the rooms never does.
 *
 * <p>Layout, version 1: version, flags (1: a coalescing key follows the ask), sequence (8 bytes), writer, kind, namespace, rooms, excepted rooms, ask (0, or 1
 * with replica, number and milliseconds), then what the kind needs. Later versions may add fields behind, which this one
 * ignores, and kinds, which it skips. Immutable.
 */
final class EventMessage {
    static final int VERSION = 1;
    private static final int COALESCED = 1;
    private static final int SEQUENCE_AT = 2;
    private static final int MOST_ATTACHMENTS = 10;

    /** What the kinds are called on the wire: never renumber. */
    private enum Kind {
        BROADCAST,
        JOIN,
        LEAVE,
        DISCONNECT,
        FETCH_SOCKETS,
        SERVER_SIDE;

        private static final List<Kind> ALL = List.of(values());

        static Kind of(int number) {
            if (number >= ALL.size()) {
                throw new MalformedMessageException("kind " + number + " is not known");
            }
            return ALL.get(number);
        }
    }

    private final WireReader body;
    private final Kind kind;
    private final long sequence;
    private final String writer;
    private final String namespace;
    private final Target target;
    private final Optional<Ask> ask;
    private final String coalescingKey;

    private EventMessage(WireReader in) {
        int version = in.byteValue();
        int flags = in.byteValue();
        if (version != VERSION || (flags & ~COALESCED) != 0) {
            throw new UnknownVersionException(version);
        }
        this.sequence = in.longValue();
        this.writer = in.text();
        this.kind = Kind.of(in.byteValue());
        this.namespace = in.text();
        this.target = new Target(in.texts(), in.texts());
        this.ask = switch (in.byteValue()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new Ask(in.text(), in.longValue(), Duration.ofMillis(in.longValue())));
            default -> throw new MalformedMessageException("a question that is neither there nor not");
        };
        this.coalescingKey = (flags & COALESCED) == 0 ? "" : in.text();
        this.body = in;
    }

    /** @throws MalformedMessageException when the head is not as described above */
    static EventMessage parse(byte[] message) {
        return new EventMessage(new WireReader(message));
    }

    String writer() {
        return writer;
    }

    /** Grows by one with each event of the writer. */
    long sequence() {
        return sequence;
    }

    String namespace() {
        return namespace;
    }

    Target target() {
        return target;
    }

    /** Must each replica see it, members or not? */
    boolean isForEveryReplica() {
        return ask.isPresent() || kind == Kind.SERVER_SIDE;
    }

    /** Would a client that was away want it? */
    boolean isReplayed() {
        return kind == Kind.BROADCAST && ask.isEmpty();
    }

    /** Does it change the sockets that it is meant for? */
    boolean changesSockets() {
        return kind == Kind.JOIN || kind == Kind.LEAVE || kind == Kind.DISCONNECT;
    }

    /**
     * Reads the rest; to be called once.
     *
     * @throws MalformedMessageException when the rest is not as described above
     */
    ClusterEvent event() {
        ClusterEvent event = switch (kind) {
            case BROADCAST -> new Broadcast(namespace, target, body.bytes(), attachments(), ask, coalescingKey);
            case JOIN -> new Join(namespace, target, body.texts());
            case LEAVE -> new Leave(namespace, target, body.texts());
            case DISCONNECT -> new Disconnect(namespace, target, body.byteValue() == 1);
            case FETCH_SOCKETS -> new FetchSockets(namespace, target, ask.orElseThrow(EventMessage::noAsk));
            case SERVER_SIDE -> new ServerSide(namespace, body.text(), body.bytes(), ask);
        };
        return event;
    }

    /** The sequence is filled in by {@link #number}, when the event gets its place in the outbox. */
    static byte[] encode(ClusterEvent event, String writer) {
        boolean coalesced = event instanceof Broadcast broadcast
                && !broadcast.coalescingKey().isEmpty();
        WireWriter out = new WireWriter()
                .byteValue(VERSION)
                .byteValue(coalesced ? COALESCED : 0)
                .longValue(0)
                .text(writer);
        return switch (event) {
            case Broadcast(var namespace, var target, var arguments, var attachments, var ask, var key) -> {
                head(out, Kind.BROADCAST, namespace, target, ask);
                if (coalesced) {
                    out.text(key);
                }
                out.bytes(arguments).size(attachments.size());
                attachments.forEach(out::bytes);
                yield out.toBytes();
            }
            case Join(var namespace, var target, var rooms) ->
                head(out, Kind.JOIN, namespace, target, Optional.empty())
                        .texts(rooms)
                        .toBytes();
            case Leave(var namespace, var target, var rooms) ->
                head(out, Kind.LEAVE, namespace, target, Optional.empty())
                        .texts(rooms)
                        .toBytes();
            case Disconnect(var namespace, var target, var closeConnection) ->
                head(out, Kind.DISCONNECT, namespace, target, Optional.empty())
                        .byteValue(closeConnection ? 1 : 0)
                        .toBytes();
            case FetchSockets(var namespace, var target, var ask) ->
                head(out, Kind.FETCH_SOCKETS, namespace, target, Optional.of(ask))
                        .toBytes();
            case ServerSide(var namespace, var fromReplica, var arguments, var ask) ->
                head(out, Kind.SERVER_SIDE, namespace, Target.EVERYONE, ask)
                        .text(fromReplica)
                        .bytes(arguments)
                        .toBytes();
        };
    }

    static void number(byte[] encoded, long sequence) {
        ByteBuffer.wrap(encoded).putLong(SEQUENCE_AT, sequence);
    }

    private static WireWriter head(WireWriter out, Kind kind, String namespace, Target target, Optional<Ask> ask) {
        out.byteValue(kind.ordinal()).text(namespace).texts(target.rooms()).texts(target.except());
        out.byteValue(ask.isPresent() ? 1 : 0);
        ask.ifPresent(question -> out.text(question.replicaId())
                .longValue(question.number())
                .longValue(question.timeout().toMillis()));
        return out;
    }

    private List<byte[]> attachments() {
        int count = body.size();
        if (count > MOST_ATTACHMENTS) {
            throw new MalformedMessageException(count + " attachments");
        }
        List<byte[]> attachments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            attachments.add(body.bytes());
        }
        return attachments;
    }

    private static MalformedMessageException noAsk() {
        return new MalformedMessageException("a question without an address for the answer");
    }

    /** For logs. */
    @Override
    public String toString() {
        Set<String> rooms = target.rooms();
        return kind + " " + namespace + " to " + (rooms.isEmpty() ? "everyone" : rooms.size() + " rooms") + " from "
                + writer + " #" + sequence;
    }
}
