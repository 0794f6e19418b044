package io.chorale.websocket.redis;

import io.chorale.websocket.redis.RelayLink.Id;
import io.chorale.websocket.relay.SessionOwner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All links of this replica. One thread sends what they have to send and breaks those that are of no use; another ({@link
 * #handOver}) takes what comes in. Safe for use by many threads.
 */
final class RelayLinks implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLinks.class);
    private static final int TICK_MILLIS = 20;
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int BROKEN_REMEMBERED = 1_000;

    /** Publishes in order, at most once, and says how many heard each. */
    @FunctionalInterface
    interface Network {
        List<Long> publish(List<Outgoing> packets);
    }

    record Outgoing(String replica, byte[] body) {}

    private final String self;
    private final Network network;
    private final Seal seal;
    private final Function<String, @Nullable SessionOwner> owners;
    private final Consumer<String> onDead;
    private final Map<Id, LinkedReplica> links = new ConcurrentHashMap<>();
    /** Links that this replica opened, by the other end. */
    private final Map<String, LinkedReplica> opened = new ConcurrentHashMap<>();
    /** So that a late packet does not open a broken link again. Guarded by itself. */
    private final Map<Id, Boolean> broken = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Id, Boolean> eldest) {
            return size() > BROKEN_REMEMBERED;
        }
    };

    private final AtomicLong numbers = new AtomicLong();
    private final Semaphore work = new Semaphore(0);
    private final HandOver handOver = new HandOver(this::take);
    private final OutageLog outage = new OutageLog(LOG, "Requests cannot be carried to other replicas");

    /** @param onDead told the id of a replica that is not there any more */
    RelayLinks(
            String self,
            Network network,
            Seal seal,
            Function<String, @Nullable SessionOwner> owners,
            Consumer<String> onDead) {
        this.self = self;
        this.network = network;
        this.seal = seal;
        this.owners = owners;
        this.onDead = onDead;
    }

    /** The link on which this replica asks another. */
    LinkedReplica to(String replica) {
        return opened.computeIfAbsent(replica, peer -> add(new Id(self, numbers.incrementAndGet()), peer));
    }

    private LinkedReplica add(Id id, String peer) {
        LinkedReplica added =
                new LinkedReplica(new RelayLink(id, self, peer, System.nanoTime()), owners, work::release);
        links.put(id, added);
        return added;
    }

    HandOver handOver() {
        return handOver;
    }

    // --- in -------------------------------------------------------------------------------------------------------

    private void take(byte[] body) {
        RelayPacket packet = RelayPacket.parse(seal.open(Seal.Place.RELAY, body));
        Id id = new Id(packet.byOpener() ? packet.sender() : self, packet.link());
        LinkedReplica link = links.get(id);
        if (packet.kind() == RelayPacket.RESET) {
            if (link != null) {
                breakUp(link, false);
            }
            return;
        }
        if (link == null) {
            if (!opens(packet, id)) {
                reset(packet);
                return;
            }
            link = add(id, packet.sender());
        }
        try {
            for (byte[] message : link.link().receive(packet, System.nanoTime())) {
                link.receive(RelayMessage.parse(message));
            }
        } catch (MalformedMessageException e) {
            breakUp(link, false);
            throw e;
        }
    }

    private boolean opens(RelayPacket packet, Id id) {
        synchronized (broken) {
            return packet.byOpener()
                    && packet.kind() == RelayPacket.DATA
                    && packet.sequence() == 0
                    && !broken.containsKey(id);
        }
    }

    private void reset(RelayPacket packet) {
        byte[] body =
                new RelayPacket(self, packet.link(), !packet.byOpener(), RelayPacket.RESET, 0, 0, new byte[0]).encode();
        Thread.ofVirtual().name("relay-reset").start(() -> {
            try {
                network.publish(List.of(new Outgoing(packet.sender(), seal.seal(Seal.Place.RELAY, body))));
            } catch (RuntimeException e) {
                LOG.debug("A link was not reset; it breaks by silence", e);
            }
        });
    }

    // --- out ------------------------------------------------------------------------------------------------------

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (work.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
                send();
                check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        List<Outgoing> packets = new ArrayList<>();
        List<LinkedReplica> from = new ArrayList<>();
        long now = System.nanoTime();
        for (LinkedReplica link : links.values()) {
            for (byte[] packet : link.link().toSend(now)) {
                packets.add(new Outgoing(link.link().peer(), seal.seal(Seal.Place.RELAY, packet)));
                from.add(link);
            }
        }
        if (packets.isEmpty()) {
            return;
        }
        try {
            List<Long> receivers = network.publish(packets);
            long then = System.nanoTime();
            for (int i = 0; i < receivers.size(); i++) {
                from.get(i).link().published(receivers.get(i), then);
            }
            outage.over();
        } catch (RuntimeException e) {
            outage.failed(e); // sent again in time; a link that hears nothing for long breaks
        }
        work.release(); // there may be more than one round took
    }

    private void check() {
        long now = System.nanoTime();
        for (LinkedReplica link : links.values()) {
            if (link.link().isDeserted(now)) {
                onDead.accept(link.link().peer());
                breakUp(link, true);
            } else if (link.link().isSilent(now)) {
                breakUp(link, false);
            } else if (link.link().isIdleFor(IDLE, now)) {
                breakUp(link, false);
            }
        }
    }

    private void breakUp(LinkedReplica link, boolean gone) {
        synchronized (broken) {
            broken.put(link.link().id(), true);
        }
        links.remove(link.link().id(), link);
        opened.remove(link.link().peer(), link);
        link.breakUp(gone);
    }
}
