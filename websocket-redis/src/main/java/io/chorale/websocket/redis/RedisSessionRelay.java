package io.chorale.websocket.redis;

import io.chorale.redis.Keyspace;
import io.chorale.websocket.redis.Channels.Channel;
import io.chorale.websocket.redis.Channels.Message;
import io.chorale.websocket.relay.OwnerGoneException;
import io.chorale.websocket.relay.RelayRequest;
import io.chorale.websocket.relay.RelayUnavailableException;
import io.chorale.websocket.relay.RelayedExchange;
import io.chorale.websocket.relay.SessionOwner;
import io.chorale.websocket.relay.SessionRelay;
import io.chorale.websocket.relay.SocketAttempt;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisException;

/**
 * The relay over pub/sub: each replica hears one channel, and has a link to each replica that it asks or that asks it.
 * While Redis is away, requests for sessions of others are unavailable after at most {@link RelayLink}'s silence; the
 * sessions themselves are not touched. Safe for use by many threads.
 */
final class RedisSessionRelay implements SessionRelay {
    private final String replicaId;
    private final Map<String, SessionOwner> owners = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile @Nullable Wiring wiring;

    private record Wiring(OwnerTags tags, RelayLinks links) {}

    RedisSessionRelay(String replicaId) {
        this.replicaId = replicaId;
    }

    /** @return what brings and takes packets; its threads are the caller's */
    RelayLinks connect(Channels channels, Keyspace keys, OwnerTags tags, Seal seal) {
        RelayLinks links = new RelayLinks(
                replicaId,
                messages -> channels.publish(messages.stream()
                        .map(packet -> new Message(Channel.rooms(keys.relay(packet.replica())), packet.body()))
                        .toList()),
                seal,
                owners::get,
                tags::dead);
        wiring = new Wiring(tags, links);
        return links;
    }

    @Override
    public String ownerTag() {
        Wiring wired = wiring;
        return wired == null ? "" : wired.tags().own();
    }

    @Override
    public void serve(String path, SessionOwner owner) {
        if (owners.putIfAbsent(path, owner) != null) {
            throw new IllegalStateException("two servers answer for sessions of " + path);
        }
    }

    @Override
    public void stopServing(String path) {
        owners.remove(path);
    }

    @Override
    public boolean isForeign(String sessionId) {
        String own = ownerTag();
        return !own.isEmpty() && sessionId.length() > TAG_LENGTH && !sessionId.startsWith(own);
    }

    @Override
    public RelayedExchange open(RelayRequest request) {
        RelayedCall call = new RelayedCall(owner(request), numbers.incrementAndGet(), request);
        if (!call.begin()) {
            throw new RelayUnavailableException("the link to the owner is busy or broken");
        }
        return call;
    }

    @Override
    public SocketAttempt connect(RelayRequest request) {
        return new RelayedConnection(owner(request), numbers.incrementAndGet(), request).connect();
    }

    private LinkedReplica owner(RelayRequest request) {
        Wiring wired = wiring;
        if (wired == null) {
            throw new RelayUnavailableException("not started");
        }
        return wired.links().to(holder(wired.tags(), request));
    }

    private String holder(OwnerTags tags, RelayRequest request) {
        try {
            Optional<String> holder = tags.holder(request.sessionId());
            return holder.filter(replica -> !replica.equals(replicaId))
                    .orElseThrow(() -> new OwnerGoneException("no live replica has the session's tag"));
        } catch (RedisException e) {
            throw new RelayUnavailableException("Redis does not answer");
        }
    }
}
