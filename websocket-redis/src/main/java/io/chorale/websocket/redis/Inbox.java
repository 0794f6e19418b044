package io.chorale.websocket.redis;

import io.chorale.websocket.cluster.LocalReplica;

/** What others say to this replica alone. Its thread is that of {@link #handOver}. */
final class Inbox {
    private final LocalReplica local;
    private final RecoveryStore recovery;
    private final Hearing hearing;
    private final Seal seal;
    private final HandOver handOver = new HandOver(this::handle);

    Inbox(LocalReplica local, RecoveryStore recovery, Hearing hearing, Seal seal) {
        this.seal = seal;
        this.local = local;
        this.recovery = recovery;
        this.hearing = hearing;
    }

    HandOver handOver() {
        return handOver;
    }

    private void handle(byte[] message) {
        switch (ReplicaMessage.parse(seal.open(Seal.Place.REPLICA, message))) {
            case ReplicaMessage.Reply(var reply) -> local.receive(reply);
            case ReplicaMessage.Displaced(var sessionKey) ->
                recovery.displaced(sessionKey).ifPresent(local::displaced);
            case ReplicaMessage.Beat _ -> hearing.channelHeard();
        }
    }
}
