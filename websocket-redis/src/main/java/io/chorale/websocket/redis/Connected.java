package io.chorale.websocket.redis;

import io.chorale.config.RedisSettings;
import io.chorale.config.RedisTarget;
import io.chorale.redis.Keyspace;
import io.chorale.redis.RedisClients;
import io.chorale.redis.RedisInfo;
import io.chorale.websocket.cluster.ClusterEvent.Disconnect;
import io.chorale.websocket.cluster.ClusterMismatchException;
import io.chorale.websocket.cluster.LocalReplica;
import io.chorale.websocket.cluster.ReplicaInfo;
import io.chorale.websocket.cluster.Target;
import io.chorale.websocket.redis.Channels.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a started manager, and their threads. Safe for use by many threads. */
final class Connected {
    private static final Logger LOG = LoggerFactory.getLogger(RedisClusterManager.class);

    private final String replicaId;
    private final Keyspace keys;
    private final RedisClients clients;
    private final Outbox outbox;
    private final Seal seal;
    private final EventLog log;
    private final Delivery delivery;
    private final RecentEntries recent;
    private final LogReader reader;
    private final LogWriter writer;
    private final Subscriptions subscriptions;
    private final Publisher publisher;
    private final Publisher replies;
    private final VolatileLane volatileLane;
    private final RecoveryStore recovery;
    private final Membership membership;
    private final Hearing hearing;
    private final Inbox inbox;
    private final OwnerTags tags;
    private final RelayLinks relayLinks;
    private final ForeignEmitters foreign;
    private final Pools pools;
    private final Heart heart;
    private final AtomicLong beats = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    private Connected(
            String replicaId,
            String address,
            Keyspace keys,
            RedisClients clients,
            RedissonClient client,
            RedissonClient blocking,
            boolean cluster,
            ManagerOptions options,
            Outbox outbox,
            EventEncoder encoder,
            RedisSessionRelay relay,
            LocalReplica local) {
        this.replicaId = replicaId;
        this.keys = keys;
        this.clients = clients;
        this.outbox = outbox;
        this.seal = options.seal();
        this.log = new EventLog(client, blocking, keys, replicaId, options);
        this.delivery = new Delivery(local, log.open());
        this.recent = new RecentEntries(options.logEntries(), options.recentBytes());
        this.reader = new LogReader(log, recent, delivery, options.seal(), this::reloadClients);
        this.writer = new LogWriter(outbox, log, delivery::position);
        Channels channels = new Channels(client, cluster);
        this.subscriptions = new Subscriptions(channels);
        this.publisher = new Publisher(channels, "Volatile events");
        this.replies = new Publisher(channels, "Answers to other replicas");
        this.volatileLane = new VolatileLane(
                keys, encoder, options.seal(), publisher, subscriptions, options.roomLinger(), delivery);
        this.recovery = new RecoveryStore(client, keys, replicaId, options.recoveryWindow(), options.seal());
        this.hearing = new Hearing(options.deafAfter(), subscriptions::rebuild);
        this.inbox = new Inbox(local, recovery, hearing, options.seal());
        this.pools = new Pools(client, keys, replicaId, options.beat());
        this.tags = new OwnerTags(client, keys, replicaId, options.deadAfter());
        this.relayLinks = relay.connect(channels, keys, tags, options.seal());
        this.foreign = new ForeignEmitters(
                new EmitterLease(client, keys, replicaId, options.deafAfter()),
                subscriptions,
                ForeignSource.of(options, keys),
                options.emitterBytes(),
                options.beat(),
                event -> outbox.add(encoder.encode(event)),
                volatileLane::publish);
        Instant started = Instant.now();
        this.membership =
                new Membership(client, keys, options, () -> describe(address, started, local.sockets()), pools::sayAll);
        this.heart = new Heart(
                options.beat(),
                membership,
                hearing,
                reader,
                delivery,
                () -> send(replicaId, new ReplicaMessage.Beat(beats.incrementAndGet())),
                List.of(volatileLane::tidy, recovery::tidy, this::renewTag));
    }

    /**
     * Connects, and starts to read.
     *
     * @throws io.chorale.redis.RedisUnavailableException when Redis cannot be reached in time
     * @throws RedisException when it stops answering right after
     */
    static Connected open(
            String replicaId,
            String address,
            RedisSettings settings,
            RedisTarget target,
            ManagerOptions options,
            Outbox outbox,
            EventEncoder encoder,
            RedisSessionRelay relay,
            LocalReplica local) {
        Keyspace keys = Keyspace.of(settings, target);
        RedisClients clients = new RedisClients(settings, "chorale-" + replicaId);
        try {
            RedissonClient client = clients.open(target, options.startPatience());
            RedissonClient blocking = clients.openBlocking(target, 1, options.startPatience());
            boolean cluster = target.topology() == RedisTarget.Topology.CLUSTER;
            LOG.info("Websocket cluster: {}, prefix {}", RedisInfo.probe(client, target, keys), keys.prefix());
            Connected connected = new Connected(
                    replicaId, address, keys, clients, client, blocking, cluster, options, outbox, encoder, relay,
                    local);
            connected.run();
            return connected;
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    private void run() {
        membership.beat();
        checkPeers();
        subscriptions.want(Channel.plain(keys.replica(replicaId)), inbox.handOver()::offer);
        subscriptions.want(Channel.rooms(keys.relay(replicaId)), relayLinks.handOver()::offer);
        subscriptions.settle();
        tags.renew();
        thread("log-reader", reader);
        thread("log-writer", writer);
        thread("subscriptions", subscriptions);
        thread("publisher", publisher);
        thread("replies", replies);
        thread("volatile", volatileLane.handOver());
        thread("inbox", inbox.handOver());
        thread("recovery", recovery);
        thread("emitters", foreign);
        thread("pools", pools);
        thread("relay", relayLinks);
        thread("relay-inbox", relayLinks.handOver());
        thread("heart", heart);
    }

    private void checkPeers() {
        try {
            membership.checkPeers();
        } catch (ClusterMismatchException e) {
            membership.goodbye(true);
            throw e;
        }
    }

    private void thread(String name, Runnable work) {
        threads.add(Thread.ofVirtual().name("cluster-" + name).start(work));
    }

    Delivery delivery() {
        return delivery;
    }

    EventLog log() {
        return log;
    }

    RecentEntries recent() {
        return recent;
    }

    VolatileLane volatileLane() {
        return volatileLane;
    }

    RecoveryStore recovery() {
        return recovery;
    }

    Membership membership() {
        return membership;
    }

    Pools pools() {
        return pools;
    }

    Hearing hearing() {
        return hearing;
    }

    void send(String toReplica, ReplicaMessage message) {
        replies.offer(Channel.plain(keys.replica(toReplica)), seal.seal(Seal.Place.REPLICA, message.encode()));
    }

    /** What the log lost, clients here may have missed: they come back, cannot resume, and reload. */
    private void reloadClients() {
        for (String namespace : volatileLane.namespaces()) {
            delivery.deliverUnlogged(new Disconnect(namespace, Target.EVERYONE, true));
        }
    }

    private ReplicaInfo describe(String address, Instant started, int sockets) {
        String version = Connected.class.getPackage().getImplementationVersion();
        return new ReplicaInfo(
                replicaId, address, version == null ? "development" : version, started, sockets, volatileLane.rooms());
    }

    private void renewTag() {
        try {
            tags.renew();
        } catch (RedisException e) {
            LOG.debug("The tag of this replica is renewed at the next beat that reaches Redis", e);
        }
    }

    void close(Duration timeout) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            foreign.release();
            boolean complete = outbox.awaitEmpty(timeout);
            if (!complete) {
                LOG.warn("Stopping with {} bytes of events that never reached Redis", outbox.bytes());
            }
            recovery.flush(timeout);
            pools.close();
            tags.release();
            membership.goodbye(complete);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RedisException e) {
            LOG.warn("Peers could not be told that this replica stops; they notice by themselves: {}", e.getMessage());
        } finally {
            threads.forEach(Thread::interrupt);
            clients.close();
        }
    }
}
