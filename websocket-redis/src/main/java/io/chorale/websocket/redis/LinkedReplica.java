package io.chorale.websocket.redis;

import io.chorale.websocket.redis.RelayMessage.Kind;
import io.chorale.websocket.relay.SessionOwner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A link to another replica and the exchanges that go on over it. Safe for use by many threads. */
final class LinkedReplica {
    /** A replica that is asked more at a time answers what it has first. */
    private static final int MOST_EXCHANGES = 20_000;

    private final RelayLink link;
    private final Function<String, @Nullable SessionOwner> owners;
    private final Runnable wake;
    private final Map<Long, RelayParty> exchanges = new ConcurrentHashMap<>();
    private boolean broken;

    LinkedReplica(RelayLink link, Function<String, @Nullable SessionOwner> owners, Runnable wake) {
        this.link = link;
        this.owners = owners;
        this.wake = wake;
    }

    RelayLink link() {
        return link;
    }

    /** @return false when the link is broken or busy */
    synchronized boolean begin(long exchange, RelayParty party) {
        if (broken || exchanges.size() >= MOST_EXCHANGES) {
            return false;
        }
        exchanges.put(exchange, party);
        link.setActive(true, System.nanoTime());
        return true;
    }

    synchronized void end(long exchange) {
        exchanges.remove(exchange);
        if (exchanges.isEmpty()) {
            link.setActive(false, System.nanoTime());
        }
    }

    /** @return false when there is no room on the link */
    boolean send(RelayMessage message) {
        boolean taken = link.send(message.encode());
        wake.run();
        return taken;
    }

    void receive(RelayMessage message) {
        switch (message.kind()) {
            case ASK -> AskedRequest.begin(this, message, owners.apply(message.word()));
            case CONNECT -> AskedSocket.begin(this, message, owners.apply(message.word()));
            case LOST -> lost(message);
            default -> {
                RelayParty party = exchanges.get(message.exchange());
                if (party != null) {
                    party.receive(message);
                }
            }
        }
    }

    private void lost(RelayMessage message) {
        SessionOwner owner = owners.apply(message.word());
        if (owner != null) {
            Thread.ofVirtual().name("relay-lost").start(() -> owner.answerLost(RelayRequests.text(message)));
        }
    }

    /** Says that a request cannot be answered here, without an exchange. */
    void refuse(long exchange) {
        send(new RelayMessage(Kind.ANSWER, exchange, 503, "", new byte[0]));
    }

    void breakUp(boolean gone) {
        List<RelayParty> parties;
        synchronized (this) {
            broken = true;
            parties = List.copyOf(exchanges.values());
            exchanges.clear();
        }
        parties.forEach(party -> party.broken(gone));
    }
}
